-- Turns [@key] into citations and fills the list of references, by Pandoc's own citeproc.
--
-- It is done here, and not left to the renderer, so that both give the same words in every format:
-- neither is told of a bibliography, which Typst and Quarto would else set out in their own ways.
-- Figures and tables (@fig-..., @tbl-...) are links by now. What a reference links to is looked at
-- by the next filter, as every link is.

local function any_citation(doc)
  local found = false
  doc:walk { Cite = function() found = true end }
  return found
end

function Pandoc(doc)
  local meta = doc.meta
  local sources, style = meta['pack-bibliography'], meta['pack-citation-style']
  meta['pack-bibliography'], meta['pack-citation-style'] = nil, nil
  if sources and any_citation(doc) then
    doc.meta = pandoc.Meta {
      bibliography = sources, csl = style, lang = 'en-GB', ['link-citations'] = true,
    }
    doc = pandoc.utils.citeproc(doc)
    doc = doc:walk { Cite = function(cite) return cite.content end }
  end
  doc.meta = meta
  return doc
end
