-- Marks the page's own entry in the navigation, which the HTML template prints as aria-current, and
-- lists the page's sections below it. The entries come from _metadata.yml, the same for every page;
-- `page-id` from the page itself.

local text = pandoc.utils.stringify
local FEWEST = 2

local function sections(doc)
  local found = pandoc.List {}
  doc:walk {
    traverse = 'topdown',
    Div = function(div)
      -- what folds is found by its summary
      if div.classes:includes('documents-only') or div.classes:includes('details') then
        return {}, false
      end
    end,
    Header = function(header)
      if header.level == 2 then
        found:insert { id = header.identifier, text = pandoc.MetaInlines(header.content) }
      end
    end,
  }
  return #found >= FEWEST and found or nil
end

function Pandoc(doc)
  local meta = doc.meta
  if not (FORMAT:match('html') and meta['pack-navigation'] and meta['page-id']) then
    return nil
  end
  local here = text(meta['page-id'])
  for _, group in ipairs(meta['pack-navigation']) do
    for _, item in ipairs(group.items) do
      if text(item.id) == here then
        item.current = true
        item.sections = sections(doc)
      end
    end
  end
  return doc
end
