// Small things that every part of the page needs of the document.

export const byId = (id) => document.getElementById(id);

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function button(className, text, onClick) {
  const element = make('button', className, text);
  element.type = 'button';
  element.addEventListener('click', onClick);
  return element;
}

/** A list whose rows are kept as long as their items are there, so that focus and an open row survive an update. */
export class KeyedList {
  /** `create(id)` makes a row, `update(row, item)` fills it; items have an `id`. */
  constructor(element, create, update) {
    Object.assign(this, { element, create, update });
    this.rows = new Map();
  }

  show(items) {
    const shown = items.map((item) => {
      const row = this.rows.get(item.id) ?? this.create(item.id);
      this.rows.set(item.id, row);
      this.update(row, item);
      return row;
    });
    const ids = new Set(items.map((item) => item.id));
    for (const id of this.rows.keys()) if (!ids.has(id)) this.rows.delete(id);
    const isSame = shown.length === this.element.children.length
      && shown.every((row, index) => row === this.element.children[index]);
    if (isSame) return;
    const held = document.activeElement;
    this.element.replaceChildren(...shown);
    if (held?.isConnected && this.element.contains(held)) held.focus();
  }
}
