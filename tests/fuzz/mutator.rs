//! Makes inputs out of seeds: bits and bytes changed, cut, doubled, moved, and seeds joined. Blind, unlike cargo-fuzz.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

/// Longest input.
const BYTES_MAX: usize = 16 * 1024;
/// Bytes at which things turn.
const EDGES: [u8; 10] = [0, 1, 0x7f, 0x80, 0xff, 0xc0, 0xcd, 0xce, 0xdc, 0x91];

pub struct Mutator {
    chance: Pcg32,
    seeds: Vec<Vec<u8>>,
    input: Vec<u8>,
}

impl Mutator {
    pub fn new(chance: Pcg32, seeds: Vec<Vec<u8>>) -> Mutator {
        assert!(!seeds.is_empty(), "there are seeds");
        Mutator { chance, seeds, input: Vec::new() }
    }

    /// A seed after one to eight changes.
    pub fn next(&mut self) -> &[u8] {
        let at = self.below(self.seeds.len());
        self.input.clone_from(&self.seeds[at]);
        for _ in 0..1 << self.below(4) {
            self.change();
        }
        self.input.truncate(BYTES_MAX);
        &self.input
    }

    /// A number below a limit; 0 where that is 0.
    fn below(&mut self, limit: usize) -> usize {
        self.chance.next_u32() as usize % limit.max(1)
    }

    /// A stretch of a text so long: mostly a short one.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let most = if self.below(4) == 0 { length } else { 8 };
        from..length.min(from + self.below(most) + 1)
    }

    fn change(&mut self) {
        let (at, edge) = (self.below(self.input.len()), EDGES[self.below(EDGES.len())]);
        let stretch = self.stretch(self.input.len());
        match self.below(9) {
            0..=1 if !self.input.is_empty() => self.input[at] ^= 1 << self.below(8),
            2 if !self.input.is_empty() => self.input[at] = self.chance.next_u32() as u8,
            3 if !self.input.is_empty() => self.input[at] = edge,
            4 => self.input.truncate(at),
            5 => drop(self.input.drain(stretch)),
            6 => {
                let copy = self.input[stretch].to_vec();
                drop(self.input.splice(at..at, copy));
            }
            7 => {
                let other = self.below(self.seeds.len());
                let part = self.stretch(self.seeds[other].len());
                drop(self.input.splice(stretch, self.seeds[other][part].iter().copied()));
            }
            _ => self.input.insert(at, edge),
        }
    }
}
