-- Links between pages: .qmd becomes .html on the site; in Word and PDF, which travel alone, a link
-- to another page of the pack keeps its words and loses its address.

local HTML = FORMAT:match('html') ~= nil

function Link(link)
  local target = link.target
  if target:match('^%a[%w+.-]*:') or target:match('^#') then
    return nil
  end
  if not HTML then
    return link.content
  end
  link.target = target:gsub('%.qmd$', '.html'):gsub('%.qmd#', '.html#')
  return link
end
