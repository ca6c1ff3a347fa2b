// The owner's footage: events with their clip, whole drives, what it takes, and what goes next.

import { Pages, film, remove, restore, star, storage } from './archive.js';
import { KeyedList, button, byId, make } from './dom.js';
import { bytes, day, incident, removal, span } from './words.js';

export class Footage {
  constructor() {
    this.events = new Pages('events', (event) => event.time);
    this.clips = new Pages('clips', (clip) => clip.recorded_from);
    this.storage = null;
    this.eventList = new KeyedList(byId('events'), (id) => this.row(id), (row, item) => this.fillEvent(row, item));
    this.driveList = new KeyedList(byId('drives'), (id) => this.row(id), (row, item) => this.fillDrive(row, item));
    this.removedList = new KeyedList(byId('removed'), () => make('li'), (row, item) => {
      row.textContent = `${day(item.recorded_from)}, ${bytes(item.byte_count)}: ${removal(item.removal_reason)}`;
    });
    byId('older-footage').addEventListener('click', () => this.loadOlder());
    this.video = document.querySelector('#player video');
  }

  async refresh() {
    await Promise.all([this.events.refresh(), this.clips.refresh(), storage().then((known) => (this.storage = known))]);
    this.show();
  }

  async loadOlder() {
    await Promise.all([this.events.loadOlder(), this.clips.loadOlder()]).catch(() => {});
    this.show();
  }

  show() {
    this.eventList.show(this.events.newestFirst().filter((event) => event.clip));
    this.driveList.show(
      this.clips.newestFirst().filter((clip) => clip.kind !== 'event' && clip.state !== 'removed'));
    byId('older-footage').hidden = !this.events.older && !this.clips.older;
    if (!this.storage) return;
    const { used_bytes: used, tier_bytes: tier, rolls_over_next: next, removed } = this.storage;
    byId('used').value = tier > 0 ? used / tier : 0;
    byId('used-words').textContent = `${bytes(used)} of ${bytes(tier)} used. ${this.nextWords(next)}`;
    this.removedList.show(removed);
  }

  nextWords(next) {
    const clip = next.length > 0 ? this.clips.items.get(next[0]) : null;
    if (next.length === 0) return 'Nothing rolls over: only events and starred clips are here.';
    const what = clip ? `the drive of ${day(clip.recorded_from)}` : 'the oldest drive';
    return `When it is full, ${what} goes first. Events and starred clips stay.`;
  }

  row(id) {
    const row = make('li');
    row.append(
      make('span', 'name'), make('span', 'age'), make('span', 'detail'), make('span', 'actions'));
    const play = button('play', 'Play', () => this.play(row.item.clip, row.item.event));
    const starred = button('star', 'Star', () => this.change(() => star(row.item.clip.id, !row.item.isStarred)));
    const gone = button('delete', 'Delete', () => this.change(() => remove(row.item.clip.id)));
    const back = button('undo', 'Undo', () => this.change(() => restore(row.item.clip.id)));
    row.querySelector('.actions').append(play, starred, gone, back);
    row.dataset.id = id;
    return row;
  }

  fillEvent(row, event) {
    const clip = this.clips.items.get(event.clip.id) ?? { ...event.clip, starred: false };
    row.item = { event, clip: { ...clip, trigger_offset_s: event.clip.trigger_offset_s }, isStarred: clip.starred };
    row.querySelector('.name').textContent = incident(event).name;
    row.querySelector('.age').textContent = day(event.time);
    this.fill(row, clip, incident(event).strength);
  }

  fillDrive(row, clip) {
    row.item = { clip, isStarred: clip.starred };
    row.querySelector('.name').textContent = `Drive of ${day(clip.recorded_from)}`;
    const lasts = clip.recorded_until ? (Date.parse(clip.recorded_until) - Date.parse(clip.recorded_from)) / 1000 : null;
    row.querySelector('.age').textContent = lasts === null ? '' : span(lasts);
    const place = this.storage?.rolls_over_next.indexOf(clip.id) ?? -1;
    const goes = place === 0 ? 'goes next' : place > 0 ? `goes as number ${place + 1}` : '';
    this.fill(row, clip, [bytes(clip.byte_count), goes].filter(Boolean).join(' · '));
  }

  fill(row, clip, words) {
    const texts = { stored: words, incoming: 'on its way', declared: 'on its way', deleted: 'Deleted.', removed: 'Removed.' };
    row.dataset.clipId = clip.id;
    row.dataset.state = clip.state;
    row.dataset.starred = Boolean(clip.starred);
    row.querySelector('.detail').textContent = texts[clip.state] ?? words;
    const isStored = clip.state === 'stored';
    row.querySelector('.play').hidden = row.querySelector('.delete').hidden = !isStored;
    const starred = row.querySelector('.star');
    starred.hidden = !isStored;
    starred.textContent = clip.starred ? 'Starred' : 'Star';
    starred.setAttribute('aria-pressed', Boolean(clip.starred));
    row.querySelector('.undo').hidden = clip.state !== 'deleted';
  }

  async change(act) {
    try {
      await act();
      await this.refresh();
    } catch {
      byId('announcer').textContent = 'That did not work. Try again.';
    }
  }

  /** From where it happened. */
  play(clip, event) {
    byId('player').hidden = false;
    byId('playing').textContent = event
      ? `${incident(event).name}, ${day(event.time)}` : `Drive of ${day(clip.recorded_from)}`;
    const at = event ? clip.trigger_offset_s : 0;
    this.video.src = `${film(clip.id)}#t=${at}`;
    this.video.dataset.clipId = clip.id;
    this.video.play().catch(() => {}); // The reader may have to press the button.
    byId('player').scrollIntoView({ block: 'nearest' });
  }
}
