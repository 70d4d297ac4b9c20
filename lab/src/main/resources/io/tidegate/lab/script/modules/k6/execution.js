import host from 'k6/internal/host';

const needsUser = (name, value) => {
  if (host.isInit()) host.refuse(`getting ${name} in the init context is not supported`);
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

const instance = {
  get currentTestRunDuration() { return host.instance('runMs'); },
  get iterationsCompleted() { return host.instance('completed'); },
  get iterationsInterrupted() { return host.instance('interrupted'); },
  get vusActive() { return host.instance('active'); },
  get vusInitialized() { return host.instance('initialized'); },
};

const tags = new Proxy({}, {
  get: (_, name) => (typeof name === 'string' ? host.tag(name) ?? undefined : undefined),
  set(_, name, value) {
    if (value === null || !['string', 'number', 'boolean'].includes(typeof value))
      throw new TypeError(
        `only String, Boolean and Number types are accepted as a metric tag value`);
    host.setTag(name, String(value));
    return true;
  },
  deleteProperty(_, name) {
    host.deleteTag(name);
    return true;
  },
  has: (_, name) => host.tag(name) !== null,
  ownKeys: () => Object.keys(JSON.parse(host.allTags())),
  getOwnPropertyDescriptor: (_, name) => {
    const value = host.tag(name);
    return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
  },
});

const metadata = {};

const vu = {
  get idInInstance() { return host.userId(); },
  get idInTest() { return host.userId(); },
  get iterationInInstance() { return host.iteration('ofUser'); },
  get iterationInScenario() { return host.iteration('ofUserInScenario'); },
  tags,
  metrics: {
    get tags() { return tags; },
    set tags(given) { for (const name of Object.keys(given)) tags[name] = given[name]; },
    metadata,
  },
};

const test = {
  get options() { return JSON.parse(host.optionsJson()); },
  abort(reason) { host.abort(reason === undefined ? '' : String(reason)); },
  fail(reason) { host.failTest(reason === undefined ? '' : String(reason)); },
};

export { instance, scenario, test, vu };
export default { instance, scenario, test, vu };
