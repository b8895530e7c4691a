// The entity types of SensorThings 1.1 (18-088, clauses 8.2 and 12), and bodies that make one of each.
const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';
const unit = { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' };

export interface Type {
  name: string;
  set: string;
  /** What who creates one has to give. */
  required: string[];
  optional: string[];
  /** Navigation to the type it leads to; a name in the plural leads to many. */
  links: Record<string, string>;
}
export const types: Type[] = [
  {
    name: 'Thing',
    set: 'Things',
    required: ['name', 'description'],
    optional: ['properties'],
    links: { Locations: 'Location', HistoricalLocations: 'HistoricalLocation', Datastreams: 'Datastream', MultiDatastreams: 'MultiDatastream' },
  },
  {
    name: 'Location',
    set: 'Locations',
    required: ['name', 'description', 'encodingType', 'location'],
    optional: ['properties'],
    links: { Things: 'Thing', HistoricalLocations: 'HistoricalLocation' },
  },
  { name: 'HistoricalLocation', set: 'HistoricalLocations', required: ['time'], optional: [], links: { Thing: 'Thing', Locations: 'Location' } },
  {
    name: 'Datastream',
    set: 'Datastreams',
    required: ['name', 'description', 'observationType', 'unitOfMeasurement'],
    optional: ['observedArea', 'phenomenonTime', 'resultTime', 'properties'],
    links: { Thing: 'Thing', Sensor: 'Sensor', ObservedProperty: 'ObservedProperty', Observations: 'Observation' },
  },
  {
    name: 'MultiDatastream',
    set: 'MultiDatastreams',
    required: ['name', 'description', 'multiObservationDataTypes', 'unitOfMeasurements'],
    optional: ['observationType', 'observedArea', 'phenomenonTime', 'resultTime', 'properties'],
    links: { Thing: 'Thing', Sensor: 'Sensor', ObservedProperties: 'ObservedProperty', Observations: 'Observation' },
  },
  {
    name: 'Sensor',
    set: 'Sensors',
    required: ['name', 'description', 'encodingType', 'metadata'],
    optional: ['properties'],
    links: { Datastreams: 'Datastream', MultiDatastreams: 'MultiDatastream' },
  },
  {
    name: 'ObservedProperty',
    set: 'ObservedProperties',
    required: ['name', 'definition', 'description'],
    optional: ['properties'],
    links: { Datastreams: 'Datastream', MultiDatastreams: 'MultiDatastream' },
  },
  {
    name: 'Observation',
    set: 'Observations',
    required: ['result'],
    optional: ['phenomenonTime', 'resultTime', 'resultQuality', 'validTime', 'parameters'],
    links: { Datastream: 'Datastream', MultiDatastream: 'MultiDatastream', FeatureOfInterest: 'FeatureOfInterest' },
  },
  {
    name: 'FeatureOfInterest',
    set: 'FeaturesOfInterest',
    required: ['name', 'description', 'encodingType', 'feature'],
    optional: ['properties'],
    links: { Observations: 'Observation' },
  },
];
export const typeOf = (name: string): Type => types.find((one) => one.name === name)!;
export const leadsToMany = (navigation: string): boolean => navigation.endsWith('s') || navigation === 'ObservedProperties';

const geojson = 'application/geo+json';
export const point = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] });
export const ref = (id: number) => ({ '@iot.id': id });

export const location = (geometry: object = point(110.5, 25.2)) => ({ name: 'outlet', description: 'of the cave', encodingType: geojson, location: geometry });
export const feature = () => ({ name: 'water', description: 'of the stream', encodingType: geojson, feature: point(110.6, 25.3), properties: { depth: 2 } });
export const sensor = (name = 'gauge') => ({ name, description: 'pressure', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf', properties: { maker: 'A' } });
export const observedProperty = (name = 'level') => ({ name, definition: `https://example.org/${name}`, description: 'above the datum', properties: { group: 'water' } });
export const datastream = (name = 'level', more: object = {}) => ({
  name,
  description: 'one a minute',
  observationType: measurement,
  unitOfMeasurement: unit,
  properties: { fast: true },
  Sensor: sensor(),
  ObservedProperty: observedProperty(),
  ...more,
});
export const multiDatastream = (more: object = {}) => ({
  name: 'wind',
  description: 'speed and direction',
  multiObservationDataTypes: [measurement, measurement],
  unitOfMeasurements: [unit, unit],
  Sensor: sensor('vane'),
  ObservedProperties: [observedProperty('speed'), observedProperty('direction')],
  ...more,
});
export const thing = (name = 'Station', more: object = {}) => ({ name, description: 'in the field', properties: { karst: true }, ...more });
/** A station with one of everything. */
export const station = (name: string, geometry: object = point(110.5, 25.2), more: object = {}) =>
  thing(name, { Locations: [location(geometry)], Datastreams: [datastream()], MultiDatastreams: [multiDatastream()], ...more });

/** What is needed to make one of each type besides its own members: ids of entities that exist. */
export interface Anchors {
  thing: number;
  location: number;
  datastream: number;
}
export const bodies: Record<string, (at: Anchors) => Record<string, unknown>> = {
  Thing: () => thing(),
  Location: () => location(),
  HistoricalLocation: (at) => ({ time: '2021-06-01T00:00:00Z', Thing: ref(at.thing), Locations: [ref(at.location)] }),
  Datastream: (at) => datastream('level', { Thing: ref(at.thing) }),
  MultiDatastream: (at) => multiDatastream({ Thing: ref(at.thing) }),
  Sensor: () => sensor(),
  ObservedProperty: () => observedProperty(),
  Observation: (at) => ({ result: 7, phenomenonTime: '2021-06-01T00:00:00Z', Datastream: ref(at.datastream) }),
  FeatureOfInterest: () => feature(),
};
/** A member of each type and another value for it. */
export const changes: Record<string, { member: string; value: unknown }> = {
  Thing: { member: 'description', value: 'moved' },
  Location: { member: 'name', value: 'spring' },
  HistoricalLocation: { member: 'time', value: '2021-07-01T00:00:00Z' },
  Datastream: { member: 'name', value: 'depth' },
  MultiDatastream: { member: 'name', value: 'gusts' },
  Sensor: { member: 'metadata', value: 'https://example.org/new.pdf' },
  ObservedProperty: { member: 'definition', value: 'https://example.org/new' },
  Observation: { member: 'result', value: 8 },
  FeatureOfInterest: { member: 'name', value: 'pool' },
};
