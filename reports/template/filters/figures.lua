-- Numbers figures and tables, lays each out for the format and turns @fig-x and @tbl-x into links.
--
-- HTML gets <figure>, <figcaption> and <picture> with the narrow drawing for phones, and tables in
-- regions that scroll and take focus. Word gets the PNG and native tables. Typst gets alt texts,
-- which Pandoc's own writer drops. Numbers are plain text, so they are the same in every format.

local HTML = FORMAT:match('html') ~= nil
local TYPST = FORMAT:match('typst') ~= nil
local labels = {}
-- What only the site shows: nothing in Word or PDF can link to it.
local unprinted = {}
local counts = { fig = 0, tbl = 0 }
local regions = 0
local NAMES = { fig = 'Figure', tbl = 'Table' }
-- Letters of a paragraph that announces what follows.
local LEAD_IN = 400
local PHONE = '(max-width: 40rem)'

local function escape(s)
  return (s:gsub('&', '&amp;'):gsub('<', '&lt;'):gsub('>', '&gt;'):gsub('"', '&quot;'))
end

local function kind(div)
  return div.identifier:match('^(fig)%-') or div.identifier:match('^(tbl)%-')
end

local function file_start(path)
  local handle = io.open(path, 'rb')
  if not handle then
    return nil
  end
  local start = handle:read(2000) or ''
  handle:close()
  return start
end

-- width="…" height="…" of an SVG's view box, so that the page does not jump while pictures load.
local function size_attributes(path)
  local start = file_start(path) or ''
  local width, height = start:match('viewBox="%S+%s+%S+%s+([%d.]+)%s+([%d.]+)"')
  if not width then
    return ''
  end
  local round = function(pixels) return math.floor(tonumber(pixels) + 0.5) end
  return string.format(' width="%d" height="%d"', round(width), round(height))
end

-- The drawing that stands in half a page's width: the narrow one, where there is one.
local function half_src(image)
  local narrow = image.src:gsub('%.svg$', '.narrow.svg')
  return narrow ~= image.src and file_start(narrow) and narrow or image.src
end

-- What folds is loaded once it is opened.
local function html_picture(image, alt, half, folded)
  local later = folded and ' loading="lazy"' or ''
  if half then
    local src = half_src(image)
    return string.format('<img src="%s" alt="%s"%s%s>', escape(src), escape(alt),
      size_attributes(src), later)
  end
  local narrow = image.src:gsub('%.svg$', '.narrow.svg')
  local source = ''
  if narrow ~= image.src and file_start(narrow) then
    source = string.format('<source media="%s" srcset="%s"%s>', PHONE, escape(narrow),
      size_attributes(narrow))
  end
  return string.format('<picture>%s<img src="%s" alt="%s"%s%s></picture>', source,
    escape(image.src), escape(alt), size_attributes(image.src), later)
end

local function raw(text)
  return pandoc.RawBlock(HTML and 'html' or 'typst', text)
end

local function styled(name, blocks)
  return pandoc.Div(blocks, pandoc.Attr('', {}, { ['custom-style'] = name }))
end

local function html_figure(id, image, alt, caption, half, folded)
  return {
    raw('<figure id="' .. id .. '">\n<figcaption>'), pandoc.Plain(caption),
    raw('</figcaption>\n' .. html_picture(image, alt, half, folded) .. '\n</figure>'),
  }
end

local function typst_figure(id, image, alt, caption, half)
  local name = half == 'small' and 'small-picture' or half and 'half-picture' or 'picture'
  local src = half and half_src(image) or image.src
  local quoted = '"' .. alt:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"'
  return {
    raw(string.format('#figure(%s("%s", %s), caption: [', name, src, quoted)),
    pandoc.Plain(caption), raw(']) <' .. id .. '>'),
  }
end

local function word_figure(id, image, alt, caption, half)
  local picture = image.src:gsub('%.svg$', '.png')
  caption:insert(1, pandoc.Span({}, pandoc.Attr(id)))
  -- Quarto keeps no `alt`, but the caption of a picture that is alone in a plain block becomes it
  local inline = pandoc.Image({ pandoc.Str(alt) }, picture, '',
    pandoc.Attr('', {}, { width = half and '62%' or '100%', alt = alt }))
  return { styled('Image Caption', { pandoc.Para(caption) }),
    styled('Captioned Figure', { pandoc.Plain({ inline }) }) }
end

local function figure(div)
  local image, caption = nil, pandoc.Inlines {}
  for _, block in ipairs(div.content) do
    local found = nil
    pandoc.walk_block(block, { Image = function(i) found = i end })
    if found then
      image = found
      if #caption == 0 then caption = found.caption end
    elseif block.t == 'Para' or block.t == 'Plain' then
      caption = block.content
    end
  end
  if not image then
    return nil
  end
  local alt = image.attributes['fig-alt'] or pandoc.utils.stringify(image.caption)
  caption = pandoc.Inlines { pandoc.Str(labels[div.identifier] .. ':'), pandoc.Space() } .. caption
  local lay_out = HTML and html_figure or TYPST and typst_figure or word_figure
  -- a modest picture is smaller in Word alone, where nothing else makes it fit
  local modest = not HTML and not TYPST and div.classes:includes('modest')
  local small = div.classes:includes('small') and 'small'
  local half = small or div.classes:includes('half') or modest
  return lay_out(div.identifier, image, alt, caption, half, div.classes:includes('folded'))
end

local function html_table(table_html, id)
  regions = regions + 1
  local name = 'table-' .. regions .. '-caption'
  local label = id and labels[id] and labels[id] .. ': ' or ''
  table_html = table_html:gsub('<caption[^>]*>(.-)</caption>', function(words)
    return '<caption id="' .. name .. '"><span>' .. label .. words .. '</span></caption>'
  end, 1)
  return { raw(string.format(
    '<div%s class="scroll" tabindex="0" role="region" aria-labelledby="%s">\n%s\n</div>',
    id and ' id="' .. id .. '"' or '', name, table_html)) }
end

local function word_table(block, caption, id)
  if id then caption:insert(1, pandoc.Span({}, pandoc.Attr(id))) end
  block.caption = { long = { pandoc.Plain(caption) } }
  return { block }
end

-- A wide table's room goes by what its columns hold, as in Word: shared alike, names break in two.
-- In points of page.typ: the text of A4, a table's letters and the edges of its cells; those of many
-- columns are smaller. A letter is so wide, in the size of its letters, where it is bold as heads are.
local WIDE, MANY, SHORT, LONGEST, PLAIN, A4 = 5, 8, 14, 150, 0.91, 481.8
-- a table of so many columns takes the page's width only where its rows would not fit on lines
local SOME, LONGER = 3, 320
-- letters of a cell whose row may go on on the next page: others stay whole
local LONG_CELL = 400
local FEW_COLUMNS, MANY_COLUMNS = { size = 8.5, edges = 10 }, { size = 7.5, edges = 6 }
local WIDTHS = { { "[ijlI%.,:;'|!]", 0.4 }, { '[frt%-%(%)]', 0.5 }, { '[ckszvxy]', 0.66 }, { ' ', 0.35 },
  { '[mwMW%%]', 1.05 }, { '[ABEFJKLPRSTVXYZ]', 0.78 }, { '%u', 0.86 } }
-- each letter is looked up once: a pack's tables hold hundreds of thousands
local letter_width = setmetatable({}, {
  __index = function(known, letter)
    local found = 0.72
    for _, one in ipairs(WIDTHS) do
      if letter:match(one[1]) then
        found = one[2]
        break
      end
    end
    known[letter] = found
    return found
  end,
})

local function width(word)
  local wide = 0
  for letter in word:gmatch(utf8.charpattern) do
    wide = wide + letter_width[letter]
  end
  return wide
end

-- What no word breaks in, and how much more would keep a row on one line; heads may take several.
local function room(texts, heads, many, longest)
  local word, cell = 0, 0
  local letters = many and MANY_COLUMNS or FEW_COLUMNS
  for place, text in ipairs(texts) do
    local size = letters.size * (place > heads and PLAIN or 1)
    local short = (utf8.len(text) or #text) <= SHORT and place > heads and not many
    if place > heads then cell = math.max(cell, width(text) * size) end
    -- an address breaks behind its strokes
    for one in text:gmatch(short and '.+' or '[^%s/]+/*') do word = math.max(word, width(one) * size) end
  end
  return word, math.max(math.min(cell, longest) - word, 1)
end

-- Whether each word has its room, in a table of few columns or many.
local function share_out(block)
  if #block.colspecs < SOME then return true end
  local columns, whole = {}, 0
  local function hear(rows)
    for _, row in ipairs(rows) do
      for place, cell in ipairs(row.cells) do
        columns[place] = columns[place] or {}
        table.insert(columns[place], pandoc.utils.stringify(cell.contents))
      end
    end
  end
  hear(block.head.rows)
  for _, body in ipairs(block.bodies) do hear(body.body) end
  if #columns ~= #block.colspecs then return true end
  local many, few = #columns >= MANY, #columns < WIDE
  local text = A4 - #columns * (many and MANY_COLUMNS or FEW_COLUMNS).edges
  local words, wishes, wished = {}, {}, 0
  for place, texts in ipairs(columns) do
    words[place], wishes[place] = room(texts, #block.head.rows, many, few and LONGER or LONGEST)
    whole, wished = whole + words[place], wished + wishes[place]
  end
  if few and whole + wished <= text then return true end
  -- where not even the words fit, each gives way alike
  local fitted, spare = math.min(1, text / whole), math.max(text - whole, 0)
  local specs = block.colspecs
  for place, spec in ipairs(specs) do
    local wide = words[place] * fitted + spare * wishes[place] / wished
    specs[place] = { spec[1], (wide + (A4 - text) / #columns) / A4 }
  end
  block.colspecs = specs
  return fitted == 1
end

-- Whether each row may stand on one page: one with a very long cell needs several.
local function is_short(block)
  local short = true
  block:walk { Plain = function(plain)
    if #pandoc.utils.stringify(plain.content) > LONG_CELL then short = false end
  end }
  return short
end

-- Quarto drops captions from Typst's tables: the template's own function holds them.
local function typst_table(block, caption, id)
  block.caption = { long = {} }
  local fits = share_out(block)
  local name = #block.colspecs < MANY and '#titled-table([' or fits and '#wide-table([' or '#tight-table(['
  if is_short(block) then name = name:gsub('%(', '(whole: true, ') end
  return { raw(name), pandoc.Plain(caption), raw('])['), block,
    raw(']' .. (id and ' <' .. id .. '>' or '')) }
end

-- The same table as Word or Typst knows it, its caption numbered in words. What is drawn in a cell
-- says there in words what it shows.
local function native_table(table_html, id)
  local said = table_html:gsub('<svg[^>]*data%-instead="([^"]*)"[^>]*>.-</svg>', '%1')
  local aligned = said:gsub('class="n"', 'style="text-align: right"')
  local blocks = pandoc.Blocks {}
  for _, block in ipairs(pandoc.read(aligned, 'html').blocks) do
    if block.t == 'Table' then
      local long = block.caption.long
      local caption = #long > 0 and long[1].content or pandoc.Inlines {}
      if id and labels[id] then caption:insert(1, pandoc.Str(labels[id] .. ': ')) end
      blocks:extend((TYPST and typst_table or word_table)(block, caption, id))
    else
      blocks:insert(block)
    end
  end
  return blocks
end

local function lay_out_table(text, id)
  return (HTML and html_table or native_table)(text, id)
end

local function table_div(div)
  local out = pandoc.Blocks {}
  for _, block in ipairs(div.content) do
    if block.t == 'RawBlock' and block.format:match('html') and block.text:match('<table') then
      out:extend(lay_out_table(block.text, div.identifier))
    else
      out:insert(block)
    end
  end
  return out
end

local function number(div)
  local which = kind(div)
  if which and not labels[div.identifier] then
    counts[which] = counts[which] + 1
    labels[div.identifier] = NAMES[which] .. ' ' .. counts[which]
  end
end

-- Figures within a block that a click opens know it.
local function fold(div)
  if div.classes:includes('details') then
    return div:walk {
      Div = function(inner)
        if kind(inner) == 'fig' and not inner.classes:includes('folded') then
          inner.classes:insert('folded')
          return inner
        end
      end,
    }
  end
end

local function note_unprinted(div)
  if not HTML and div.classes:includes('site-only') then
    div:walk { Div = function(inner) unprinted[inner.identifier] = kind(inner) ~= nil end }
  end
end

-- Typst stops at a link to what is not in the document.
local function printed_link(link)
  if unprinted[link.target:gsub('^#', '')] then return link.content end
end

-- Two figures beside each other have half the width each.
local function halve(div)
  if div.classes:includes('pair') then
    return div:walk {
      Div = function(inner)
        if kind(inner) == 'fig' then
          inner.classes:insert('half')
          return inner
        end
      end,
    }
  end
end

local function lay_out(div)
  local which = kind(div)
  return which == 'fig' and figure(div) or which == 'tbl' and table_div(div) or nil
end

local function loose_table(block)
  if block.format:match('html') and block.text:match('^%s*<table') then
    return lay_out_table(block.text, nil)
  end
end

-- A Markdown table gets the scopes that Pandoc's HTML writer leaves out.
local function markdown_table(block)
  if not HTML then
    return nil
  end
  local text = pandoc.write(pandoc.Pandoc { block }, 'html')
  -- as a class: the page's policy lets no style stand in an attribute
  text = text:gsub(' style="text%-align: right;?"', ' class="n"'):gsub(' style="[^"]*"', '')
  return html_table((text:gsub('<th([ >])', '<th scope="col"%1')), nil)
end

local function reference(cite)
  local id = cite.citations[1].id
  if not (id:match('^fig%-') or id:match('^tbl%-')) then
    return nil
  end
  local label = labels[id]
  if label and unprinted[id] then return pandoc.Str(label:gsub(' ', '\u{a0}')) end
  return label and pandoc.Link(label:gsub(' ', '\u{a0}'), '#' .. id) or pandoc.Strong('?@' .. id)
end

local function is_lede(block)
  return block.t == 'Div' and block.classes:includes('lede')
end

-- `above` is what stands between it and what comes before; a heading keeps its own distance.
local function sticky(block, above)
  return { raw('#block(sticky: true, above: ' .. above .. ', below: 1.1em)['), block, raw(']') }
end

-- A heading never stands at the foot of a page with its first sentence alone, what that announces
-- (a table, a picture, a list, another heading) on the next. Word's style of a lede stays by itself.
local function lead_in(blocks)
  if HTML then return nil end
  local out, before = pandoc.Blocks {}, nil
  for place, block in ipairs(blocks) do
    local next_one = blocks[place + 1]
    local leads = before == 'Header' and block.t == 'Para' and next_one and next_one.t ~= 'Para'
    if TYPST and is_lede(block) then
      out:extend(sticky(block, '1.1em'))
    elseif leads and #pandoc.utils.stringify(block) <= LEAD_IN then
      out:extend(TYPST and sticky(block, '0pt') or { styled('Announcement', { block }) })
    else
      out:insert(block)
    end
    before = block.t
  end
  return out
end

function Pandoc(doc)
  doc:walk { traverse = 'topdown', Div = number }
  doc:walk { Div = note_unprinted }
  return doc:walk { Div = halve }:walk { Div = fold }:walk {
    traverse = 'topdown',
    Div = function(div)
      local blocks = lay_out(div)
      if blocks then return pandoc.Blocks(blocks):walk { Cite = reference }, false end
    end,
    RawBlock = function(block)
      local blocks = loose_table(block)
      if blocks then return blocks, false end
    end,
    Table = function(block)
      local blocks = markdown_table(block)
      if blocks then return blocks, false end
    end,
    Cite = reference,
  }:walk { Link = printed_link }:walk { Blocks = lead_in }
end
