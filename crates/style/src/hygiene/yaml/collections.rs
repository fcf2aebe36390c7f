//! Lists and mappings, in blocks and in brackets.

use super::parser::{Next, Parser, Place, State, What};
use super::scanner::OLD;
use super::tokens::Kind;

impl<'t> Parser<'t> {
    pub(super) fn block_sequence_entry(&mut self) -> Next<'t> {
        if self.take(&Kind::BlockEntry)?.is_some() {
            return match self.is_one_of(&[Kind::BlockEntry, Kind::BlockEnd])? {
                true => self.empty(State::BlockSequenceEntry),
                false => self.node_then(Place::Block, State::BlockSequenceEntry),
            };
        }
        match self.take(&Kind::BlockEnd)? {
            Some(token) => self.close(What::SequenceEnd, &token),
            None => Err(self.unexpected("another item of the list")),
        }
    }

    pub(super) fn indentless_sequence_entry(&mut self) -> Next<'t> {
        if self.take(&Kind::BlockEntry)?.is_none() {
            let state = self.pop();
            return self.here(What::SequenceEnd, state);
        }
        match self.is_one_of(&[Kind::BlockEntry, Kind::Key, Kind::Value, Kind::BlockEnd])? {
            true => self.empty(State::IndentlessSequenceEntry),
            false => self.node_then(Place::Block, State::IndentlessSequenceEntry),
        }
    }

    pub(super) fn block_mapping_key(&mut self) -> Next<'t> {
        if self.take(&Kind::Key)?.is_some() {
            return match self.is_one_of(&[Kind::Key, Kind::Value, Kind::BlockEnd])? {
                true => self.empty(State::BlockMappingValue),
                false => self.node_then(Place::BlockItem, State::BlockMappingValue),
            };
        }
        if self.version() > OLD && *self.peek()? == Kind::Value {
            return self.empty(State::BlockMappingValue);
        }
        match self.take(&Kind::BlockEnd)? {
            Some(token) => self.close(What::MappingEnd, &token),
            None => Err(self.unexpected("another key of the mapping")),
        }
    }

    pub(super) fn block_mapping_value(&mut self) -> Next<'t> {
        let has_value = self.take(&Kind::Value)?.is_some();
        match !has_value || self.is_one_of(&[Kind::Key, Kind::Value, Kind::BlockEnd])? {
            true => self.empty(State::BlockMappingKey),
            false => self.node_then(Place::BlockItem, State::BlockMappingKey),
        }
    }

    pub(super) fn flow_sequence_entry(&mut self, first: bool) -> Next<'t> {
        let next = State::FlowSequenceEntry { first: false };
        if *self.peek()? != Kind::FlowSequenceEnd {
            if !first && self.take(&Kind::FlowEntry)?.is_none() {
                return Err(self.unexpected("`,` or `]`"));
            }
            if *self.peek()? == Kind::Key {
                return self.here(What::MappingStart, State::FlowSequenceKey);
            }
            if *self.peek()? != Kind::FlowSequenceEnd {
                return self.node_then(Place::Flow, next);
            }
        }
        let token = self.scanner.next()?;
        self.close(What::SequenceEnd, &token)
    }

    pub(super) fn flow_sequence_key(&mut self) -> Next<'t> {
        self.scanner.next()?;
        match self.is_one_of(&[Kind::Value, Kind::FlowEntry, Kind::FlowSequenceEnd])? {
            true => self.empty(State::FlowSequenceValue),
            false => self.node_then(Place::Flow, State::FlowSequenceValue),
        }
    }

    pub(super) fn flow_sequence_value(&mut self) -> Next<'t> {
        let has_value = self.take(&Kind::Value)?.is_some();
        match !has_value || self.is_one_of(&[Kind::FlowEntry, Kind::FlowSequenceEnd])? {
            true => self.empty(State::FlowSequenceMappingEnd),
            false => self.node_then(Place::Flow, State::FlowSequenceMappingEnd),
        }
    }

    pub(super) fn flow_sequence_mapping_end(&mut self) -> Next<'t> {
        self.here(What::MappingEnd, State::FlowSequenceEntry { first: false })
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) -> Next<'t> {
        if *self.peek()? != Kind::FlowMappingEnd {
            if !first && self.take(&Kind::FlowEntry)?.is_none() {
                return Err(self.unexpected("`,` or `}`"));
            }
            if self.take(&Kind::Key)?.is_some() {
                return match self.is_one_of(&[
                    Kind::Value,
                    Kind::FlowEntry,
                    Kind::FlowMappingEnd,
                ])? {
                    true => self.empty(State::FlowMappingValue),
                    false => self.node_then(Place::Flow, State::FlowMappingValue),
                };
            }
            if self.version() > OLD && *self.peek()? == Kind::Value {
                return self.empty(State::FlowMappingValue);
            }
            if *self.peek()? != Kind::FlowMappingEnd {
                return self.node_then(Place::Flow, State::FlowMappingEmptyValue);
            }
        }
        let token = self.scanner.next()?;
        self.close(What::MappingEnd, &token)
    }

    pub(super) fn flow_mapping_value(&mut self) -> Next<'t> {
        let next = State::FlowMappingKey { first: false };
        let has_value = self.take(&Kind::Value)?.is_some();
        match !has_value || self.is_one_of(&[Kind::FlowEntry, Kind::FlowMappingEnd])? {
            true => self.empty(next),
            false => self.node_then(Place::Flow, next),
        }
    }
}
