"""Evidence packs for Joint Strategic Needs Assessments."""

__version__ = "0.1.0"
