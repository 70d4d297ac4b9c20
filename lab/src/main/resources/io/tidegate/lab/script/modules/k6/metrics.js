import host from 'k6/internal/host';

class Metric {
  constructor(type, name, isTime) {
    if (typeof name !== 'string') throw new TypeError('a metric needs a name');
    this.name = name;
    Object.defineProperty(this, 'handle', { value: host.metric(type, name, isTime === true) });
  }

  add(value, tags) {
    const number = typeof value === 'boolean' ? (value ? 1 : 0) : Number(value);
    const flat = tags === undefined || tags === null ? null : host.tags(JSON.stringify(tags));
    return host.measured(this.handle, Number.isNaN(number) && value !== undefined ? NaN : number, flat);
  }
}

export class Counter extends Metric {
  constructor(name, isTime) {
    super('COUNTER', name, isTime);
  }
}

export class Gauge extends Metric {
  constructor(name, isTime) {
    super('GAUGE', name, isTime);
  }
}

export class Rate extends Metric {
  constructor(name, isTime) {
    super('RATE', name, isTime);
  }

  add(value, tags) {
    return super.add(typeof value === 'boolean' ? value : Number(value) !== 0, tags);
  }
}

export class Trend extends Metric {
  constructor(name, isTime) {
    super('TREND', name, isTime);
  }
}

export default { Counter, Gauge, Rate, Trend };
