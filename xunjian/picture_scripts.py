"""What the browser is told to do with a stored page; its own scripts do not run.

A form's fields answer to its properties (`form.parentElement`), so a page could lead us astray:
properties are read as their prototypes define them.
"""

PARENT = """const parentOf = node =>
        Object.getOwnPropertyDescriptor(Node.prototype, 'parentElement').get.call(node);"""
# Each text of the page with the number of the line of text in which it stands.
TEXTS = (
    f"() => {{ {PARENT}"
    + """
    const walker = document.createTreeWalker(
        document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const nodes = [], texts = [];
    let line = 0, before = null;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node instanceof Element) {
            if (node.tagName === 'BR') line++;
            continue;
        }
        let block = parentOf(node);
        if (!block || ['STYLE', 'SCRIPT'].includes(block.tagName)) continue;
        while (parentOf(block) && getComputedStyle(block).display.startsWith('inline'))
            block = parentOf(block);
        if (block !== before) line++;
        before = block;
        nodes.push(node);
        texts.push([node.data, line]);
    }
    globalThis.xunjianTexts = nodes;
    return texts;
}"""
)
WRITE = """texts => globalThis.xunjianTexts.forEach((node, number) => {
    if (node.data !== texts[number]) node.data = texts[number];
})"""
# Attributes can be seen as well: words in place of a picture, what is filled in, what styles show.
ATTRIBUTES = """() => {
    const kept = ['id', 'class', 'style', 'href', 'src', 'action', 'data'];
    globalThis.xunjianAttributes = [...document.querySelectorAll('*')].flatMap(
        element => Element.prototype.getAttributeNames.call(element)
            .filter(name => !kept.includes(name))
            .map(name => Element.prototype.getAttributeNode.call(element, name))
            .filter(each => /\\d{4}|@/.test(each.value)));
    return globalThis.xunjianAttributes.map(each => each.value);
}"""
RENAME = """values => globalThis.xunjianAttributes.forEach((attribute, number) => {
    if (attribute.value !== values[number]) attribute.value = values[number];
})"""
# The addresses of each element that has any.
VALUES = """([selector, names]) => [...document.querySelectorAll(selector)].map(
    element => names.map(name => Element.prototype.getAttribute.call(element, name) ?? '')
        .filter(value => value))"""
# What cannot be seen is shown by what can be seen around it, with a broken line.
MARK = (
    f"([selector, numbers, label, strip]) => {{ {PARENT}"
    + """
    const all = document.querySelectorAll(selector);
    const box = element => Element.prototype.getBoundingClientRect.call(element);
    const isSeen = element => {
        const style = getComputedStyle(element), {width, height, right, bottom} = box(element);
        return style.visibility === 'visible' && width > 1 && height > 1
            && right + scrollX > 0 && bottom + scrollY > 0;
    };
    const places = numbers.map(number => {
        let element = all[number];
        const isHidden = !isSeen(element);
        while (!isSeen(element) && parentOf(element)) element = parentOf(element);
        return {element, isHidden};
    });
    const first = places.find(place => !place.isHidden) ?? places[0];
    Element.prototype.scrollIntoView.call(first.element, {block: 'center', inline: 'center', behavior: 'instant'});
    const add = (style, text) => {
        const mark = document.createElement('div');
        mark.setAttribute('style', 'all: initial; z-index: 2147483647; pointer-events: none;'
            + 'font: 14px/20px sans-serif; ' + style);
        mark.textContent = text;
        document.documentElement.append(mark);
        return mark;
    };
    const red = 'rgb(230, 0, 18)';
    for (const {element, isHidden} of places) {
        const {left, top, width, height} = box(element), line = isHidden ? 'dashed' : 'solid';
        add(`position: absolute; box-sizing: border-box; border: 4px ${line} ${red};`
            + `left: ${left + scrollX - 6}px; top: ${top + scrollY - 6}px;`
            + `width: ${width + 12}px; height: ${height + 12}px;`, '');
    }
    const words = first.isHidden ? label + '（链接在页面上看不见）' : label;
    const note = add('position: fixed; padding: 2px 8px; white-space: nowrap; color: white;'
        + `background: ${red};`, words);
    // Beside the link it covers least; where there is no room, above or beneath it.
    const {left, top, right, bottom} = box(first.element), {width} = box(note);
    const isBeside = right + 14 + width < innerWidth;
    const y = isBeside ? top : top > 40 ? top - 34 : Math.min(bottom + 10, innerHeight - 60);
    const x = isBeside ? right + 14 : Math.max(0, Math.min(left - 6, innerWidth - width));
    note.style.setProperty('left', `${x}px`);
    note.style.setProperty('top', `${Math.max(0, y)}px`);
    add('position: fixed; left: 0; right: 0; bottom: 0; padding: 4px 8px; color: black;'
        + 'background: white; border-top: 1px solid black; overflow: hidden;'
        + 'white-space: nowrap; text-overflow: ellipsis;', strip);
}"""
)
