// Brings the town, the cars, the hazards, the alerts and the flow together.

import { NotSignedIn, signOut } from './archive.js';
import { Cars } from './cars.js';
import { byId } from './dom.js';
import { DriverView } from './driver.js';
import { Flow } from './flow.js';
import { Footage } from './footage.js';
import { Hazards } from './hazards.js';
import { makeMap, tilesOf } from './map.js';
import { Panel } from './panel.js';
import { listen, showConnection } from './streams.js';
import { Trips } from './trips.js';
import { clock, kindOf, sentence } from './words.js';

const base = document.documentElement.dataset.streamBase ?? '';

/** The town's clock: the last time heard, carried on at the pace it was heard at. */
const time = { heard: Date.now(), at: performance.now(), pace: 1, isKnown: false };
const now = () => time.heard + Math.min(5000, performance.now() - time.at) * time.pace;

function hear(milliseconds) {
  if (!Number.isFinite(milliseconds)) return;
  const at = performance.now();
  if (time.isKnown && at - time.at > 50) {
    const measured = (milliseconds - time.heard) / (at - time.at);
    if (measured >= 0) time.pace = time.pace * 0.5 + measured * 0.5;
  }
  Object.assign(time, { heard: milliseconds, at, isKnown: true });
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

/** Asks again until there is a town: the page may be open before the demo is ready. */
async function theTown() {
  for (;;) {
    try {
      return await json('/v1/demo/town');
    } catch {
      await new Promise((resume) => setTimeout(resume, 2000));
    }
  }
}

/** Asks for what the reader sees of the archive; says how to sign in, where nobody is. */
async function refresh(views) {
  const signedIn = (is) => {
    document.querySelectorAll('.sign-in').forEach((element) => (element.hidden = is));
    byId('sign-out').hidden = !is;
  };
  for (const [id, view] of Object.entries(views)) {
    if (byId(id).hidden) continue;
    try {
      await view.refresh();
      signedIn(true);
    } catch (error) {
      // Anything else passes: it is asked again in a moment.
      if (error instanceof NotSignedIn) signedIn(false);
    }
  }
}

async function start() {
  const town = await theTown();
  const { map, bounds, fit } = makeMap(byId('map'), town);

  const panel = new Panel(now, (id) => hazards.focus(id));
  const flow = new Flow(byId('flow'));
  const cars = new Cars(map, (id) => {
    panel.choose(byId('tab-driver'));
    driver.pick(id);
  });
  const driver = new DriverView(map, cars);
  const hazards = new Hazards(map, now, (list) => panel.showHazards(list), (hazard) => {
    byId('announcer').textContent = `Confirmed: ${kindOf(hazard).name}. ${sentence(hazard)}`;
  });
  panel.onTab = (name) => {
    const wasShown = driver.isShown;
    driver.isShown = name === 'driver';
    if (driver.isShown && !wasShown) map.setZoom(Math.max(15.5, map.getZoom()), { animate: false });
    if (!driver.isShown && wasShown) fit();
    driver.update(hazards.list());
    if (name !== 'trips') trips.choose(null);
    refreshArchive();
  };
  panel.showHazards([]);

  const footage = new Footage();
  const trips = new Trips(map, (clip, event) => {
    panel.choose(byId('tab-footage'));
    footage.play(clip, event);
  });
  const refreshArchive = () => refresh({ 'view-trips': trips, 'view-footage': footage });
  setInterval(refreshArchive, 4000);
  byId('sign-out').addEventListener('click', () => signOut().then(() => location.reload(), () => {}));
  refreshArchive();

  const show = showConnection(byId('connection'), ['town', 'hazards']);
  listen(`${base}/v1/demo/stream`, {
    cars(event) {
      if (!Array.isArray(event?.cars)) return;
      hear(event.t);
      cars.update(event.cars);
      flow.showCameras(event.cars.length);
      driver.update(hazards.list());
    },
    flow: (event) => flow.show(event),
    alert(event) {
      if (!event) return;
      cars.warn(event.car, String(event.hazard));
      panel.showAlert(event, hazards.known.get(String(event.hazard)));
    },
    status: (text) => {
      byId('announcer').textContent = text;
    },
  }, (state) => show('town', state));
  listen(`${base}/v1/hazards/stream?tiles=${tilesOf(bounds.pad(0.02)).join(',')}`, {
    hazard: (feature) => hazards.absorb(feature),
  }, (state) => show('hazards', state));

  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((each) => each.toFixed(6));
  json(`/v1/hazards?bbox=${box.join(',')}`).then(
    (collection) => collection.features?.forEach((feature) => hazards.absorb(feature)),
    () => {}, // The stream will tell.
  );

  setInterval(() => {
    if (!time.isKnown) return;
    byId('clock').textContent = clock(now());
    const pace = Math.round(time.pace);
    byId('pace').textContent = pace > 1 ? `× ${pace}` : '';
    panel.tick();
    hazards.tick();
  }, 250);
}

start();
