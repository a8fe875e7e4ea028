/**
 * The only file that owns an `AudioContext`: it listens to the state and plays what there is to hear.
 *
 *     voice: source ─▶ low-pass ─▶ panner ─▶ gain ─┬─▶ ducked ─┬─▶ master ─▶ limiter ─▶ loudspeaker
 *                                                  └───────────┘ never masked
 *
 * Made in a gesture of the user, as browsers demand. A browser without sound makes none, and the game goes on.
 */
import type { State } from '../state/state.ts';
import { makeBank, samplesOf, type Bank } from './bank.ts';
import { captionsAt, newCaptions, tell, type Caption } from './captions.ts';
import { isCharging, listen, newListener, type Moment } from './listen.ts';
import { cutoffHz, SOUNDS, type Cue } from './sounds.ts';
import type { Samples } from './strings.ts';
import { allot, duckAt, letGo, limited, newVoices, VOICES_MAX, type Voice } from './voices.ts';

/** Each 0 to 1. */
export interface Volumes {
  readonly master: number;
  readonly effects: number;
  /** The beat of the last seconds. */
  readonly music: number;
  readonly muted: boolean;
}

/** Changes of a volume take about so long, so that they don't click. */
const SMOOTH_SECONDS = 0.01;
/** A voice that is taken away is gone after so long. */
const CUT_SECONDS = 0.02;
/** The limiter takes sums up to so much, from a curve of so many points. */
const SUM_MOST = VOICES_MAX;
const CURVE_POINTS = 4097;

export class Speaker {
  readonly #context: BaseAudioContext;
  readonly #bank: Bank;
  readonly #master: GainNode;
  readonly #ducked: GainNode;
  readonly #listener = newListener();
  readonly #voices = newVoices();
  readonly #captions = newCaptions();
  /** By the id of their voice. */
  readonly #sounding = new Map<number, { readonly source: AudioBufferSourceNode; readonly gain: GainNode }>();
  readonly #buffers = new WeakMap<Samples, AudioBuffer>();
  #volumes: Volumes;
  /** What all but the never masked was last turned to. */
  #share = 1;

  constructor(
    context: BaseAudioContext,
    volumes: Volumes,
    private readonly device: { readonly resume: () => void; readonly close: () => void },
  ) {
    this.#context = context;
    this.#bank = makeBank(context.sampleRate);
    const limiter = new WaveShaperNode(context, { curve: limiterCurve() });
    // A shaper takes -1 to 1, so the sum is made smaller before it.
    const scale = new GainNode(context, { gain: 1 / SUM_MOST });
    this.#master = new GainNode(context);
    this.#ducked = new GainNode(context);
    this.#ducked.connect(this.#master).connect(scale).connect(limiter).connect(context.destination);
    this.#volumes = volumes;
    this.setVolumes(volumes);
  }

  /** Null in a browser that makes no sound. */
  static start(volumes: Volumes): Speaker | null {
    try {
      const context = new AudioContext({ latencyHint: 'interactive' });
      // Not before a gesture, and not during a call: the next gesture tries again.
      const resume = (): void => void context.resume().catch(() => undefined);
      resume();
      return new Speaker(context, volumes, { resume, close: () => void context.close() });
    } catch {
      return null;
    }
  }

  dispose(): void {
    this.#sounding.clear();
    this.device.close();
  }

  /** Sounds again: a phone silences a page for a call or a locked screen, and does not give the sound back by itself. */
  wake(): void {
    if (this.#context.state !== 'running') {
      this.device.resume();
    }
  }

  setVolumes(volumes: Volumes): void {
    this.#volumes = volumes;
    this.#turn(this.#master, volumes.muted ? 0 : volumes.master);
  }

  /** Hears what happened since the last picture. */
  update(state: State, moment: Moment): void {
    for (const cue of listen(this.#listener, state, moment)) {
      tell(this.#captions, cue, moment.nowMs);
      this.#play(cue, moment.nowMs);
    }
    letGo(this.#voices, (seat) => isCharging(state, moment.tick, seat)).forEach((voice) => this.#cut(voice));
    this.#duck(duckAt(this.#voices, moment.nowMs));
  }

  /** The lines to show now. They go on where nothing is heard. */
  captions(nowMs: number): readonly Caption[] {
    return captionsAt(this.#captions, nowMs);
  }

  /** Nearly always there is nothing to do. */
  #duck(share: number): void {
    if (share !== this.#share) {
      this.#share = share;
      this.#turn(this.#ducked, share);
    }
  }

  #turn(node: GainNode, gain: number): void {
    node.gain.setTargetAtTime(gain, this.#context.currentTime, SMOOTH_SECONDS);
  }

  #play(cue: Cue, nowMs: number): void {
    if (this.#volumes.muted || this.#context.state !== 'running') {
      return;
    }
    const buffer = this.#buffer(cue);
    const allotted = allot(this.#voices, cue, buffer.duration, nowMs);
    if (allotted !== null) {
      this.#cut(allotted.stolen);
      this.#sound(cue, buffer, allotted.voice);
    }
  }

  #buffer(cue: Cue): AudioBuffer {
    const samples = samplesOf(this.#bank, cue);
    let buffer = this.#buffers.get(samples);
    if (buffer === undefined) {
      const { sampleRate } = this.#context;
      buffer = new AudioBuffer({ length: Math.max(samples.length, 1), sampleRate });
      buffer.copyToChannel(samples, 0);
      this.#buffers.set(samples, buffer);
    }
    return buffer;
  }

  #cut(voice: Voice | null): void {
    const cut = voice === null ? undefined : this.#sounding.get(voice.id);
    if (cut !== undefined) {
      this.#turn(cut.gain, 0);
      cut.source.stop(this.#context.currentTime + CUT_SECONDS);
    }
  }

  #sound(cue: Cue, buffer: AudioBuffer, voice: Voice): void {
    const context = this.#context;
    const { bus, neverMasked } = SOUNDS[cue.sound];
    const source = new AudioBufferSourceNode(context, { buffer });
    const lowPass = new BiquadFilterNode(context, { frequency: cutoffHz(cue.dullness), Q: 0.5 });
    const panner = new StereoPannerNode(context, { pan: cue.pan });
    const gain = new GainNode(context, { gain: cue.gain * this.#volumes[bus] });
    source.connect(lowPass).connect(panner).connect(gain);
    gain.connect(neverMasked ? this.#master : this.#ducked);
    source.start(context.currentTime + cue.inMs / 1000);
    this.#sounding.set(voice.id, { source, gain });
    source.addEventListener('ended', () => {
      gain.disconnect();
      this.#sounding.delete(voice.id);
    });
  }
}

function limiterCurve(): Samples {
  const middle = (CURVE_POINTS - 1) / 2;
  return Float32Array.from({ length: CURVE_POINTS }, (_, at) => limited((at / middle - 1) * SUM_MOST));
}
