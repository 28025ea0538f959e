//! Questions of one kind: when to ask again, and which answers still count.

/// The questions of one kind. Only the last one's answer counts.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    last: u32,
    asking: bool,
    outdated: bool,
}

impl Questions {
    /// A question is asked now; this is its number.
    pub(crate) fn ask(&mut self) -> u32 {
        *self = Self { last: self.last.wrapping_add(1), asking: true, outdated: false };
        self.last
    }

    /// Something changed. Gives whether to ask now; if not, there is a question on its way and
    /// [`Questions::answered`] says that another has to follow.
    pub(crate) fn change(&mut self) -> bool {
        self.outdated = self.asking;
        !self.asking
    }

    /// The question of this number was answered. Gives whether to ask again; `None` when the answer
    /// is to an earlier question than the last, and doesn't count.
    pub(crate) fn answered(&mut self, number: u32) -> Option<bool> {
        if number != self.last {
            return None;
        }
        self.asking = false;
        Some(self.outdated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_answer_counts() {
        let mut questions = Questions::default();
        let (first, second) = (questions.ask(), questions.ask());
        assert_eq!(questions.answered(first), None);
        assert_eq!(questions.answered(second), Some(false));
    }

    #[test]
    fn many_changes_take_one_more_question() {
        let mut questions = Questions::default();
        assert!(questions.change(), "nothing is on its way");
        let first = questions.ask();
        assert!(!questions.change());
        assert!(!questions.change());
        assert_eq!(questions.answered(first), Some(true));
        let second = questions.ask();
        assert_eq!(questions.answered(second), Some(false));
        assert!(questions.change());
    }
}
