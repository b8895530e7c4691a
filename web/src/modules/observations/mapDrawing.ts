// The parts of OpenLayers in use. There is no base map: boundaries need a review number, so points stand over a
// graticule of CGCS2000 alone.
import 'ol/ol.css';
import Feature from 'ol/Feature';
import Graticule from 'ol/layer/Graticule';
import VectorLayer from 'ol/layer/Vector';
import OlMap from 'ol/Map';
import View from 'ol/View';
import { defaults as defaultControls } from 'ol/control/defaults';
import { boundingExtent } from 'ol/extent';
import Point from 'ol/geom/Point';
import { addEquivalentProjections, addProjection, get as projectionOf } from 'ol/proj';
import Projection from 'ol/proj/Projection';
import VectorSource from 'ol/source/Vector';
import { Circle, Fill, RegularShape, Stroke, Style, Text } from 'ol/style';
import { labelOf } from './mapLabels';

export interface MapPoint {
  id: number;
  name: string;
  longitude: number;
  latitude: number;
  /** A station that is not public has another shape, not only another colour. */
  open: boolean;
}

export interface MapWords {
  zoomIn: string;
  zoomOut: string;
}

const WORLD = [-180, -90, 180, 90];
/** Where stations are when there are none to look at: the country's range of degrees. */
const COUNTRY = [73, 3, 136, 54];

function cgcs2000(): Projection {
  const known = projectionOf('EPSG:4490');
  if (known) return known;
  // The graticule asks for the world's extent; without it nothing is drawn and nothing is said.
  const made = new Projection({
    code: 'EPSG:4490',
    units: 'degrees',
    extent: WORLD,
    worldExtent: WORLD,
    global: true,
  });
  addProjection(made);
  addEquivalentProjections([projectionOf('EPSG:4326') as Projection, made]);
  return made;
}

const graticule = (): Graticule =>
  new Graticule({
    showLabels: true,
    wrapX: false,
    strokeStyle: new Stroke({ color: '#c3ccd8', width: 1 }),
    lonLabelStyle: new Text({
      font: '12px sans-serif',
      textBaseline: 'bottom',
      fill: new Fill({ color: '#4a5768' }),
    }),
    latLabelStyle: new Text({
      font: '12px sans-serif',
      textAlign: 'end',
      // In the corner the labels of longitude run into these: one of them can be read.
      backgroundFill: new Fill({ color: '#fbfcfe' }),
      padding: [1, 2, 1, 3],
      fill: new Fill({ color: '#4a5768' }),
    }),
  });

function styleOf(point: MapPoint): Style {
  const fill = new Fill({ color: point.open ? '#1256a6' : '#fff' });
  const stroke = new Stroke({ color: point.open ? '#fff' : '#8a5a00', width: 2 });
  const image = point.open
    ? new Circle({ radius: 7, fill, stroke, declutterMode: 'none' })
    : new RegularShape({ points: 4, radius: 9, angle: 0, fill, stroke, declutterMode: 'none' });
  return new Style({
    image,
    text: new Text({
      text: labelOf(point.name),
      font: '13px sans-serif',
      textBaseline: 'top',
      offsetY: 10,
      fill: new Fill({ color: '#1c2733' }),
      stroke: new Stroke({ color: '#fff', width: 3 }),
    }),
  });
}

export interface Drawing {
  show: (points: MapPoint[]) => void;
  stop: () => void;
}

export function startMap(element: HTMLElement, words: MapWords, pick: (id: number) => void): Drawing {
  const projection = cgcs2000();
  const source = new VectorSource<Feature<Point>>();
  const map = new OlMap({
    target: element,
    keyboardEventTarget: element,
    controls: defaultControls({
      attribution: false,
      rotate: false,
      zoomOptions: { zoomInTipLabel: words.zoomIn, zoomOutTipLabel: words.zoomOut },
    }),
    // Every point is drawn. Labels that would lie over one another are left out; the table has them all.
    layers: [graticule(), new VectorLayer({ source, declutter: true })],
    view: new View({
      projection,
      extent: WORLD,
      enableRotation: false,
      maxZoom: 14,
      center: [104, 32],
      zoom: 3,
    }),
  });
  map.on('click', (event) => {
    const found = map.forEachFeatureAtPixel(
      event.pixel,
      (feature) => feature.get('station') as number | undefined,
      {
        hitTolerance: 6,
      },
    );
    if (found !== undefined) pick(found);
  });
  map.on('pointermove', (event) => {
    element.style.cursor = map.hasFeatureAtPixel(event.pixel, { hitTolerance: 6 }) ? 'pointer' : '';
  });

  function show(points: MapPoint[]): void {
    source.clear();
    for (const point of points) {
      const feature = new Feature(new Point([point.longitude, point.latitude]));
      feature.set('station', point.id);
      feature.setStyle(styleOf(point));
      source.addFeature(feature);
    }
    const extent = points.length
      ? boundingExtent(points.map((one) => [one.longitude, one.latitude]))
      : COUNTRY;
    map.getView().fit(extent, { padding: [40, 60, 70, 60], maxZoom: 10 });
  }
  return { show, stop: () => map.setTarget(undefined) };
}
