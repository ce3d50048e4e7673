//! Orders: what an office tells its collector, signed with the office's key.

use crate::Error;
use crypto::sign::{Signature, Signer, Subject, Verifier};
use domain::Refusal;
use kernel::{OnlineFormId, Timestamp};
use serde::{Deserialize, Serialize};
use store::online_report::{HandedTalk, KeptForm};
use uuid::Uuid;

/// Number of the form of orders; a collector refuses one that it does not know.
const FORMAT: u16 = 1;

/// What a collector is to hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Orders {
    format: u16,
    /// When they were made. Older ones than the last obeyed are obeyed too: nothing in them takes anything back.
    pub made: Timestamp,
    /// The forms to hold, in their present state.
    pub forms: Vec<KeptForm>,
    /// What teams said about reports.
    pub talks: Vec<HandedTalk>,
    /// Forms that need to be held no more.
    pub over: Vec<Over>,
}

/// A form that needs to be held no more, once its reports are received.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Over {
    /// The form.
    pub form: OnlineFormId,
    /// The reports of it that the office has.
    pub received: Vec<Uuid>,
}

/// Orders with the signature of the office they come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedOrders {
    /// The orders as they were signed.
    orders: String,
    /// Whose they are.
    pub office: Verifier,
    signature: Signature,
}

impl Orders {
    pub(super) const fn new(made: Timestamp) -> Self {
        Self { format: FORMAT, made, forms: Vec::new(), talks: Vec::new(), over: Vec::new() }
    }

    /// Signs them.
    pub(super) fn sign(&self, signer: &Signer) -> Result<SignedOrders, Error> {
        let orders = serde_json::to_string(self).map_err(|e| Error::Internal(e.to_string()))?;
        let signature = signer.sign(Subject::CollectorOrders, orders.as_bytes());
        Ok(SignedOrders { orders, office: signer.verifier(), signature })
    }
}

impl SignedOrders {
    /// Reads a file of orders.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is something else.
    pub fn read(file: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(file).map_err(|_| Refusal::new("collector-orders-unreadable").into())
    }

    /// The file.
    ///
    /// # Errors
    /// [`Error::Internal`], a defect.
    pub fn write(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(|e| Error::Internal(e.to_string()))
    }

    /// The orders, if they are this office's.
    ///
    /// # Errors
    /// [`Error::Refused`] for another office's, changed ones, and those of a newer program.
    pub fn of(&self, office: &Verifier) -> Result<Orders, Error> {
        let signed = office.verify(Subject::CollectorOrders, self.orders.as_bytes(), &self.signature);
        if self.office != *office || signed.is_err() {
            return Err(Refusal::new("collector-orders-foreign").into());
        }
        let orders: Orders = serde_json::from_str(&self.orders)
            .map_err(|_| Error::from(Refusal::new("collector-orders-unreadable")))?;
        if orders.format > FORMAT {
            return Err(Refusal::new("collector-orders-newer").into());
        }
        Ok(orders)
    }
}
