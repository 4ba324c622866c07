-- Marks the page's own entry in the navigation, which the HTML template prints as aria-current.
-- The list comes from _metadata.yml, the same for every page; `page-id` from the page itself.

local text = pandoc.utils.stringify

function Meta(meta)
  if not meta['pack-navigation'] or not meta['page-id'] then
    return nil
  end
  local here = text(meta['page-id'])
  for _, group in ipairs(meta['pack-navigation']) do
    for _, item in ipairs(group.items) do
      item.current = text(item.id) == here or nil
    end
  end
  return meta
end
