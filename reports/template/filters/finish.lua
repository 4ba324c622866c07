-- Completes the pages of a project that was rendered by hand (`quarto render`): the document type,
-- which Quarto loses, the empty header that it adds, and the size of each file that a page offers.
-- Quarto runs it after a render (`post-render`) with the names of the files that it wrote, one a line.

local DOCTYPE = '<!DOCTYPE html>'

local function content(path)
  local handle = io.open(path, 'rb')
  if not handle then return nil end
  local text = handle:read('a')
  handle:close()
  return text
end

-- As `jsna.narrative.file_size` prints it: never "0 KB".
local function printed_size(bytes)
  if bytes < 1000000 then
    return string.format('%d KB', math.max(1, math.floor(bytes / 1000 + 0.5)))
  end
  return string.format('%.1f MB', bytes / 1000000)
end

local function finished(text, folder)
  if text:sub(1, #DOCTYPE):lower() ~= DOCTYPE:lower() then
    text = DOCTYPE .. '\n' .. text
  end
  text = text:gsub('<header id="title%-block%-header"[^>]*>%s*</header>%s*', '')
  return (text:gsub('(<span%s+class="size"%s+data%-file="([^"]+)">)%s*(</span>)',
    function(start, file, stop)
      local offered = content(folder .. file)
      return start .. (offered and ', ' .. printed_size(#offered) or '') .. stop
    end))
end

for page in (os.getenv('QUARTO_PROJECT_OUTPUT_FILES') or ''):gmatch('[^\n]+') do
  local text = page:match('%.html$') and content(page)
  if text then
    local handle = assert(io.open(page, 'wb'))
    handle:write(finished(text, page:match('^(.*[/\\])') or ''))
    handle:close()
  end
end
