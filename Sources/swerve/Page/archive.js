// The signed-in owner's archive, as its interface gives it.

export class NotSignedIn extends Error {}

async function ask(path, options) {
  const answer = await fetch(path, options);
  if (answer.status === 401) throw new NotSignedIn();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

export const signOut = () => ask('/v1/session', { method: 'DELETE' });
export const trip = (id) => ask(`/v1/trips/${id}`);
export const storage = () => ask('/v1/storage');
export const star = (id, isStarred) => ask(`/v1/clips/${id}/star`, { method: isStarred ? 'PUT' : 'DELETE' });
export const remove = (id) => ask(`/v1/clips/${id}`, { method: 'DELETE' });
export const restore = (id) => ask(`/v1/clips/${id}/restore`, { method: 'POST' });
export const film = (id) => `/v1/clips/${id}/content`;

/** A collection that comes in pages, newest first: the newest page is asked for again and again, older ones once. */
export class Pages {
  /** `name` is that of the collection, in the path and in the answer: 'trips'; `time` tells when an item was. */
  constructor(name, time) {
    Object.assign(this, { name, time });
    this.items = new Map();
    this.older = undefined; // unknown; null: there is nothing older
  }

  async refresh() {
    const page = await ask(`/v1/${this.name}`);
    const items = page[this.name];
    // What is as new as this page and not on it is gone.
    const oldest = page.next ? this.time(items.at(-1)) : '';
    for (const [id, item] of this.items) if (this.time(item) > oldest) this.items.delete(id);
    for (const item of items) this.items.set(item.id, item);
    if (this.older === undefined) this.older = page.next ?? null;
  }

  /** All that are known, newest first. */
  newestFirst() {
    return [...this.items.values()].sort((a, b) => (this.time(a) < this.time(b) ? 1 : -1));
  }

  async loadOlder() {
    if (!this.older) return;
    const page = await ask(`/v1/${this.name}?cursor=${encodeURIComponent(this.older)}`);
    for (const item of page[this.name]) if (!this.items.has(item.id)) this.items.set(item.id, item);
    this.older = page.next ?? null;
  }
}
