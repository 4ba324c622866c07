-- Lays out the packs' own blocks: folded details, downloads, marks and notices.
--
-- In HTML details fold and the rest is styled by pack.css. Word and Typst get the same content
-- unfolded, in named styles; what only makes sense on the site (downloads) is left out there.

local HTML = FORMAT:match('html') ~= nil
local TYPST = FORMAT:match('typst') ~= nil

local WORD_STYLES = {
  lede = 'Lede', source = 'Figure Source', read = 'Reading Note',
  synthetic = 'Notice', ['not-available'] = 'Notice', stale = 'Notice',
  ['council-words'] = 'Council Words', imprint = 'Imprint',
}

local function html(text)
  return pandoc.RawBlock('html', text)
end

local function first_class(element, names)
  for _, class in ipairs(element.classes) do
    if names[class] then return class end
  end
end

local function typst_block(name, content)
  return pandoc.Blocks { pandoc.RawBlock('typst', '#' .. name .. '[') } .. content
    .. { pandoc.RawBlock('typst', ']') }
end

local function in_style(content, typst_name, word_style)
  if TYPST then
    return typst_block(typst_name, content)
  end
  return pandoc.Div(content, pandoc.Attr('', {}, { ['custom-style'] = word_style }))
end

local function begins_with_heading(blocks)
  local first = blocks[1]
  return first and (first.t == 'Header' or first.t == 'Div' and begins_with_heading(first.content))
end

local function details(div)
  local summary = div.attributes.summary or 'Details'
  if HTML then
    local escaped = summary:gsub('&', '&amp;'):gsub('<', '&lt;')
    -- within an element of its own, so that the section of a heading in it ends with it; and not
    -- begun by that heading, with which the section around would end, between the two tags
    if begins_with_heading(div.content) then div.content:insert(1, html('<!-- -->')) end
    return pandoc.Blocks {
      html('<details>\n<summary>' .. escaped .. '</summary>'), pandoc.Div(div.content),
      html('</details>'),
    }
  end
  if summary:match('^Table') then
    return div.content
  end
  local first = div.content[1]
  if first and (first.t == 'Para' or first.t == 'Plain') then
    first.content:insert(1, pandoc.Strong(summary .. ':'))
    first.content:insert(2, pandoc.Space())
  end
  return in_style(div.content, 'cite', 'Figure Source')
end

-- #outcomes(("worse", [*6* worse]), …): one box for each item of the list.
local function typst_outcomes(div)
  local out = pandoc.Inlines { pandoc.RawInline('typst', '#outcomes(') }
  div:walk {
    Span = function(span)
      out:insert(pandoc.RawInline('typst', '("' .. (span.classes[1] or '') .. '", ['))
      out:extend(span.content)
      out:insert(pandoc.RawInline('typst', ']), '))
    end,
  }
  out:insert(pandoc.RawInline('typst', ')'))
  return pandoc.Plain(out)
end

-- "Values: smoking in adults (CSV, 2 KB)" shows as "Values (CSV, 2 KB)": what the eye sees from the
-- figure above stays in the link's words for those who hear links by themselves.
local function shorter_links(div)
  return div:walk {
    Link = function(link)
      local words = pandoc.utils.stringify(link.content)
      if link.content:find_if(function(inline) return inline.t == 'Span' end) then return nil end
      local what, about, kind = words:match('^([^:]+)(: .-)( %([^()]*%))$')
      if what then
        link.content = { pandoc.Str(what), pandoc.Span({ pandoc.Str(about) },
          pandoc.Attr('', { 'unseen' })), pandoc.Str(kind) }
        return link
      end
    end,
  }
end

local function notice_role(div)
  if div.classes:includes('not-available') then
    div.attributes.role = 'note'
    return div
  end
end

-- What stands beside each other on a page; in Word one below the other.
local function pair(div)
  if HTML then return nil end
  local left, right = pandoc.Blocks {}, pandoc.Blocks {}
  for _, block in ipairs(div.content) do
    if block.t == 'Div' and block.classes:includes('beside') then
      right:extend(block.content)
    else
      left:insert(block)
    end
  end
  if not TYPST then return left .. right end
  return pandoc.Blocks { pandoc.RawBlock('typst', '#pair([') } .. left
    .. { pandoc.RawBlock('typst', '], [') } .. right .. { pandoc.RawBlock('typst', '])') }
end

-- A sheet of a brief: Typst makes it fit, Word begins a new one before the second.
local sheets = 0
local function sheet(div)
  sheets = sheets + 1
  if TYPST then
    local head = sheets == 1 and '38mm' or '2mm'
    local break_before = sheets == 1 and '' or '#pagebreak(weak: true)\n'
    return pandoc.Blocks { pandoc.RawBlock('typst', break_before .. '#sheet(' .. head .. ')[') }
      .. div.content .. { pandoc.RawBlock('typst', ']') }
  end
  if sheets == 1 then return div.content end
  local new = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
  return pandoc.Blocks { pandoc.RawBlock('openxml', new) } .. div.content
end

-- In Word the tables that the site folds stand at the end, as far as they can be read on paper;
-- longer ones, such as those of neighbourhoods, are in the workbook.
local LONGEST_TABLE = 40
local function rows_of(table)
  local rows = 0
  for _, body in ipairs(table.bodies) do rows = rows + #body.body end
  return rows
end

-- Typst's tables stand between raw blocks that hold their title.
local BEFORE, AFTER = 3, 1
local function with_title(blocks, place)
  local found, around = pandoc.Blocks {}, TYPST and blocks[place + AFTER] and place > BEFORE
  for at = around and place - BEFORE or place, around and place + AFTER or place do
    found:insert(blocks[at])
  end
  return found
end

local function folded_tables(doc)
  local found = pandoc.Blocks {}
  doc:walk {
    traverse = 'topdown',
    Div = function(div)
      if not (div.classes:includes('details') and div.classes:includes('site-only')) then
        return nil
      end
      div:walk {
        Blocks = function(blocks)
          for place, block in ipairs(blocks) do
            if block.t == 'Table' and rows_of(block) <= LONGEST_TABLE then
              found:extend(with_title(blocks, place))
            end
          end
        end,
      }
      return div, false
    end,
  }
  return found
end

-- A priority's contents in Word stand under its messages and its summary table: those fill page one.
-- Another page names the section that they stand before.
local BEFORE_SECTION = 3
local function place_contents(blocks)
  local _, at = blocks:find_if(function(block)
    return block.t == 'Div' and block.classes:includes('word-contents')
  end)
  if not at then return blocks end
  local div, sections = blocks:remove(at), 0
  local before = tonumber(div.attributes.section) or BEFORE_SECTION
  div.classes, div.attributes = { 'contents' }, {}
  for place, block in ipairs(blocks) do
    if block.t == 'Header' and block.level == 2 then
      sections = sections + 1
      if sections == before then
        blocks:insert(place, div)
        return blocks
      end
    end
  end
  return blocks
end

-- Of a page only the tables that it folds: what stands in Word's appendix, as a PDF of its own.
local function only_tables(doc)
  local tables = folded_tables(doc)
  return doc:walk {
    Div = function(div)
      if div.classes:includes('data-tables') then
        return #tables > 0 and tables or pandoc.Blocks { pandoc.Para('This page folds no table.') }
      end
    end,
  }
end

local function with_appendix(doc)
  doc.blocks = place_contents(doc.blocks)
  local tables = folded_tables(doc)
  return doc:walk {
    Div = function(div)
      if div.classes:includes('appendix') then
        if #tables == 0 then return {} end
        return pandoc.Blocks { pandoc.Header(2, 'Data tables') } .. tables
      end
    end,
  }
end

-- Two tables below each other would be one in Word; Pandoc and Quarto part them in different ways.
local function apart(blocks)
  local out = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    if block.t == 'Table' and #out > 0 and out[#out].t == 'Table' then
      out:insert(pandoc.RawBlock('openxml', '<w:p />'))
    end
    out:insert(block)
  end
  return out
end

local function contents()
  if TYPST then return { pandoc.RawBlock('typst', '#outline(depth: 1, title: [Contents])') } end
  -- filled when the file is finished, from its own headings
  return { pandoc.Div({ pandoc.Para { pandoc.Str('Contents') } },
    pandoc.Attr('', {}, { ['custom-style'] = 'TOC Heading' })) }
end

-- Lists of what has a caption: Typst makes them, those of Word are filled when the file is finished.
local LISTS = { { 'Figures', 'image' }, { 'Tables', 'table' } }
local function figures_and_tables()
  local out = pandoc.Blocks {}
  for _, one in ipairs(LISTS) do
    local found = 'figure.where(kind: ' .. one[2] .. ')'
    out:insert(TYPST and pandoc.RawBlock('typst', '#context if query(' .. found .. ').len() > 0 {'
        .. ' outline(title: [' .. one[1] .. '], target: ' .. found .. ') }')
      or pandoc.Div({ pandoc.Para { pandoc.Str(one[1]) } },
        pandoc.Attr('', {}, { ['custom-style'] = 'TOC Heading' })))
  end
  return out
end

local function lay_out_div(div)
  if div.classes:includes('sheet') and not HTML then
    return sheet(div)
  end
  if div.classes:includes('appendix') or div.classes:includes('word-contents') then
    return {}
  end
  if div.classes:includes('contents') then
    return HTML and {} or contents()
  end
  if div.classes:includes('figures-and-tables') then
    return HTML and {} or figures_and_tables()
  end
  if not HTML and (div.classes:includes('site-only') or div.classes:includes('workbook-only')) then
    return {}
  end
  if div.classes:includes('pair') then
    return pair(div)
  end
  if div.classes:includes('message') and TYPST then
    return typst_block('message', div.content)
  end
  if div.classes:includes('details') then
    return details(div)
  end
  if HTML then
    if div.classes:includes('downloads') then
      return shorter_links(div)
    end
    return div.classes:includes('documents-only') and {} or notice_role(div)
  end
  if div.classes:includes('downloads') then
    return {}
  end
  if div.classes:includes('outcomes') and TYPST then
    return typst_outcomes(div)
  end
  if div.classes:includes('findings') and TYPST then
    return typst_block('findings', div.content)
  end
  local class = first_class(div, WORD_STYLES)
  return class and in_style(div.content, class, WORD_STYLES[class])
end

-- The letter in a box beside a finding: Pandoc would make a highlighting <mark> of it.
local function html_mark(span)
  local tag = '<span class="' .. table.concat(span.classes, ' ') .. '" aria-hidden="true">'
  return pandoc.Inlines { pandoc.RawInline('html', tag) } .. span.content
    .. { pandoc.RawInline('html', '</span>') }
end

-- What the page's banner says on the site stands under the title in Word; Typst's template has it.
local function banner(meta)
  local say = function(key) return pandoc.utils.stringify(meta[key] or '') end
  local status = meta['strategy-status'] and ' (' .. say('strategy-status') .. ')' or ''
  local line = say('pack-title') .. '. ' .. say('strategy-title') .. status .. '. ' .. say('reach')
    .. '. Release ' .. say('release') .. '.'
  local blocks = pandoc.Blocks { in_style({ pandoc.Para(line) }, '', 'Subtitle') }
  if meta.synthetic then
    local notice = { pandoc.Strong('SYNTHETIC.'), pandoc.Space(), pandoc.Str(say('synthetic')) }
    blocks:insert(in_style({ pandoc.Para(notice) }, '', 'Notice'))
  end
  return blocks
end

-- What the banner has said; Pandoc writes all that is left into the properties of a Word file.
local SAID = {
  'pack-title', 'strategy-title', 'strategy-status', 'reach', 'release', 'synthetic',
  'contact-team', 'contact-email', 'council-css', 'pack-navigation', 'page-id',
}

local function is_div(block, class)
  return block and block.t == 'Div' and block.classes:includes(class)
end

-- A figure's files and its citation fold into one line of the page.
local function fold_downloads(blocks)
  local out = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    if is_div(block, 'details') and is_div(out[#out], 'downloads')
      and (block.attributes.summary or ''):match('^Cite') then
      block.attributes.summary = 'Download or cite this figure'
      block.content:insert(1, out[#out])
      out[#out] = block
    else
      out:insert(block)
    end
  end
  return out
end

-- The files of the whole page stand under what the page is about.
local function move_page_files(blocks)
  local files = blocks[1]
  local _, lede = blocks:find_if(function(block) return is_div(block, 'lede') end)
  if lede and is_div(files, 'whole-page') then
    blocks:remove(1)
    blocks:insert(lede, files)
  end
  return blocks
end

-- Typst's documents name their author by a string, in which only these two characters are markup.
local function typst_author(meta)
  local team = pandoc.utils.stringify(meta['contact-team'] or '')
  local quoted = team:gsub('\\', '\\\\'):gsub('"', '\\"')
  return pandoc.MetaInlines { pandoc.RawInline('typst', '"' .. quoted .. '"') }
end

local function add_imprint(doc)
  if TYPST then
    doc.meta['typst-author'] = typst_author(doc.meta)
    return doc
  end
  if FORMAT == 'docx' and doc.meta['pack-title'] then
    doc.blocks = banner(doc.meta) .. doc.blocks
    for _, key in ipairs(SAID) do doc.meta[key] = nil end
    return doc
  end
end

local function lay_out_span(span)
  if span.classes:includes('mark') then
    if HTML then
      return html_mark(span)
    end
    if TYPST then
      local state = span.classes:includes('unsure') and 'unsure' or span.classes[2] or 'similar'
      local own = span.classes:includes('by-source') and ', by-source: true' or ''
      return pandoc.Inlines { pandoc.RawInline('typst', '#mark("' .. state .. '"' .. own .. ')[') }
        .. span.content .. { pandoc.RawInline('typst', ']') }
    end
    return pandoc.Strong(span.content .. { pandoc.Space() })
  end
end

return {
  {
    Pandoc = function(doc)
      if HTML then
        doc.blocks = move_page_files(doc.blocks)
        return doc:walk { Blocks = fold_downloads }
      end
      return FORMAT == 'docx' and with_appendix(doc) or only_tables(doc)
    end,
  },
  { Div = lay_out_div, Span = lay_out_span },
  FORMAT == 'docx' and { Blocks = apart } or {},
  { Pandoc = add_imprint },
}
