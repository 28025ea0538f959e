//! A tenant's partners.

use crate::record::PartnerRecord;
use domain::{PartnerId, Timestamp};

/// Partner records by id. A sorted list: a tenant has hundreds at most, and a tree would cost 10 kB
/// of WASM.
#[derive(Debug, Default)]
pub(crate) struct Partners(Vec<(PartnerId, PartnerRecord)>);

impl Partners {
    /// The record of `id`.
    pub(crate) fn get(&self, id: &PartnerId) -> Option<&PartnerRecord> {
        self.place(id).ok().and_then(|at| self.0.get(at)).map(|(_, record)| record)
    }

    /// The records, by id.
    pub(crate) fn records(&self) -> impl Iterator<Item = &PartnerRecord> {
        self.0.iter().map(|(_, record)| record)
    }

    /// The record of the partner called `name`, made where there is none.
    pub(crate) fn named(
        &mut self,
        name: &str,
        reading: &str,
        now: Timestamp,
    ) -> (PartnerId, &mut PartnerRecord) {
        let id = PartnerId::of(name);
        let at = match self.place(&id) {
            Ok(at) => at,
            Err(at) => {
                let record = PartnerRecord::new(name, reading, now);
                self.0.insert(at, (id.clone(), record));
                at
            }
        };
        (id, &mut self.0[at].1)
    }

    /// Takes a record in; one of the same partner that is there already takes over what it lacks.
    pub(crate) fn adopt(&mut self, record: PartnerRecord) {
        let id = record.id();
        match self.place(&id) {
            Ok(at) => self.0[at].1.merge(record),
            Err(at) => self.0.insert(at, (id, record)),
        }
    }

    /// The records alone.
    pub(crate) fn into_records(self) -> impl Iterator<Item = PartnerRecord> {
        self.0.into_iter().map(|(_, record)| record)
    }

    fn place(&self, id: &PartnerId) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(id))
    }
}
