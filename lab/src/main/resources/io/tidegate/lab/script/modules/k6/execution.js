import host from 'k6/internal/host';

const afterInit = (name, value) => {
  if (host.isInit()) host.refuse(`getting ${name} in the init context is not supported`);
  return value();
};

const needsUser = (name, value) => {
  if (host.scenario('name') === '')
    host.refuse(`getting ${name} outside of the VU context is not supported`);
  return value();
};

const scenario = {
  get name() { return needsUser('scenario information', () => host.scenario('name')); },
  get executor() { return needsUser('scenario information', () => host.scenario('executor')); },
  get startTime() { return needsUser('scenario information', () => host.scenarioStartMs()); },
  get progress() { return needsUser('scenario information', () => host.scenarioProgress()); },
  get iterationInInstance() { return needsUser('scenario information', () => host.iteration('inInstance')); },
  get iterationInTest() { return needsUser('scenario information', () => host.iteration('inTest')); },
};

const ofInstance = what => afterInit('instance information', () => host.instance(what));

const instance = {
  get currentTestRunDuration() { return ofInstance('runMs'); },
  get iterationsCompleted() { return ofInstance('completed'); },
  get iterationsInterrupted() { return ofInstance('interrupted'); },
  get vusActive() { return ofInstance('active'); },
  get vusInitialized() { return ofInstance('initialized'); },
};

// What the user's samples have, of this kind.
const ofSamples = kind => new Proxy({}, {
  get: (_, name) => (typeof name === 'string' ? host.tag(kind, name) ?? undefined : undefined),
  set(_, name, value) {
    if (value === null || !['string', 'number', 'boolean'].includes(typeof value))
      throw new TypeError(
        `invalid value for metric ${kind} '${name}': `
          + `only String, Boolean and Number types are accepted as a metric ${kind} value${kind === 'tag' ? 's' : ''}`);
    host.setTag(kind, name, String(value));
    return true;
  },
  deleteProperty(_, name) {
    host.deleteTag(kind, name);
    return true;
  },
  has: (_, name) => host.tag(kind, name) !== null,
  ownKeys: () => Object.keys(JSON.parse(host.allTags(kind))),
  getOwnPropertyDescriptor: (_, name) => {
    const value = host.tag(kind, name);
    return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
  },
});

const tags = ofSamples('tag');
const metadata = ofSamples('metadata');

const ofUser = value => afterInit('VU information', value);

const vu = {
  get idInInstance() { return ofUser(() => host.userId()); },
  get idInTest() { return ofUser(() => host.userIdInTest()); },
  get iterationInInstance() { return ofUser(() => host.iteration('ofUser')); },
  get iterationInScenario() { return ofUser(() => host.iteration('ofUserInScenario')); },
  get tags() { return ofUser(() => tags); },
  metrics: {
    get tags() { return ofUser(() => tags); },
    set tags(given) { for (const name of Object.keys(given)) tags[name] = given[name]; },
    get metadata() { return metadata; },
  },
};

const test = {
  get options() {
    return afterInit('test options', () =>
      host.builtin('k6/internal/options').allOptions(JSON.parse(host.optionsJson())));
  },
  abort(reason) { host.abort(reason === undefined ? '' : String(reason)); },
  fail(reason) { host.failTest(reason === undefined ? '' : String(reason)); },
};

export { instance, scenario, test, vu };
export default { instance, scenario, test, vu };
