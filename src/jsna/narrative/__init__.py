"""Words: statements judged from facts, and the sentences, headlines and citations they give."""
