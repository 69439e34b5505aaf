//! Sets of the small numbers that a BY part lists, as bits: a rule is compared, copied and tested
//! against a day without touching the heap.

use std::fmt;

/// A set of numbers from 0 up to `64 * WORDS - 1`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Numbers<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Default for Numbers<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> Numbers<WORDS> {
    pub(crate) fn of(numbers: impl IntoIterator<Item = u16>) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }

    /// Adds a number, which the parser has found to be in range.
    pub(crate) fn insert(&mut self, number: u16) {
        self.0[usize::from(number / 64)] |= 1 << (number % 64);
    }

    pub(crate) fn contains(&self, number: i64) -> bool {
        usize::try_from(number)
            .ok()
            .and_then(|number| self.0.get(number / 64).map(|word| word >> (number % 64) & 1 == 1))
            .unwrap_or(false)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(crate) fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// 64 numbers from `from` on, as bits; `from` may be below 0.
    pub(crate) fn window(&self, from: i64) -> u64 {
        let word = |index: i64| {
            let index = usize::try_from(index).ok();
            index.and_then(|index| self.0.get(index)).copied().unwrap_or(0)
        };
        let (index, shift) = (from.div_euclid(64), from.rem_euclid(64));
        match shift {
            0 => word(index),
            _ => word(index) >> shift | word(index + 1) << (64 - shift),
        }
    }

    /// The numbers in ascending order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = i64> + '_ {
        self.0.into_iter().enumerate().flat_map(|(index, word)| {
            let before = i64::try_from(index * 64).expect("a set has a handful of words");
            bits(word).map(move |bit| before + bit)
        })
    }

    /// The only number of the set, if it holds exactly one.
    pub(crate) fn single(&self) -> Option<i64> {
        if self.len() == 1 { self.iter().next() } else { None }
    }
}

impl Numbers<1> {
    /// The bits of a set whose numbers all fit one word.
    pub(crate) fn word(self) -> u64 {
        self.0[0]
    }
}

impl<const WORDS: usize> fmt::Debug for Numbers<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A set of numbers that count from the front (1, 2, …) or from the end (-1, -2, …), as month days,
/// weeks, year days and positions do.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Signed<const WORDS: usize> {
    pub(crate) front: Numbers<WORDS>,
    pub(crate) back: Numbers<WORDS>,
}

impl<const WORDS: usize> Signed<WORDS> {
    pub(crate) fn of(numbers: impl IntoIterator<Item = i16>) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }

    pub(crate) fn insert(&mut self, number: i16) {
        let side = if number > 0 { &mut self.front } else { &mut self.back };
        side.insert(number.unsigned_abs());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.front.is_empty() && self.back.is_empty()
    }

    /// Whether the set names place `number` (from 1) of `length` places.
    pub(crate) fn names(&self, number: i64, length: i64) -> bool {
        self.front.contains(number) || self.back.contains(length + 1 - number)
    }

    /// 1, 2, … and then …, -2, -1: the order in which they come in a long enough period.
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.front.iter().chain(self.back.iter().rev().map(|number| -number))
    }

    /// The only number of the set, if it holds exactly one.
    pub(crate) fn single(&self) -> Option<i64> {
        let mut numbers = self.iter();
        numbers.next().filter(|_| numbers.next().is_none())
    }
}

impl<const WORDS: usize> fmt::Debug for Signed<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The numbers of the bits that are set, ascending.
pub(crate) fn bits(word: u64) -> impl DoubleEndedIterator<Item = i64> {
    Bits(word)
}

struct Bits(u64);

impl Iterator for Bits {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let lowest = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(i64::from(lowest))
    }
}

impl DoubleEndedIterator for Bits {
    fn next_back(&mut self) -> Option<i64> {
        let highest = self.0.checked_ilog2()?;
        self.0 &= !(1 << highest);
        Some(i64::from(highest))
    }
}
