-- Links between pages: .qmd becomes .html on the site; in Word and PDF, which travel alone, a link
-- to another page of the pack keeps its words and loses its address. So does everywhere a link that
-- is neither to the web nor to a mailbox.

local HTML = FORMAT:match('html') ~= nil
local OUTSIDE = { http = true, https = true, mailto = true }

function Link(link)
  local target = link.target
  local scheme = target:match('^%s*(%a[%w+.-]*):')
  if scheme then
    -- an address of any other kind could run something: its words stay
    return not OUTSIDE[scheme:lower()] and link.content or nil
  end
  if target:match('^#') then
    return nil
  end
  if not HTML then
    return link.content
  end
  link.target = target:gsub('%.qmd$', '.html'):gsub('%.qmd#', '.html#')
  return link
end
