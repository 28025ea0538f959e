//! From a tree to types.

use crate::json::{Json, Mismatch};

/// What can be read from JSON. It reads what [`ToJson`](crate::json::ToJson) writes, and refuses
/// everything else: another type, an unknown or missing field, an unknown kind, a number out of range.
///
/// Reading doesn't stop at what it refuses: it takes note and goes on with some value, which
/// [`Json::read`] throws away in the end. Code that stops and clears up at every field would be twice
/// as large.
pub trait FromJson: Sized {
    /// Reads it, or tells `reader` why not and gives any value.
    fn from_json(json: &Json, reader: &mut Reader) -> Self;
}

impl Json {
    /// Reads the whole.
    ///
    /// # Errors
    /// The first thing that was refused.
    pub fn read<T: FromJson>(&self) -> Result<T, Mismatch> {
        let mut reader = Reader::new();
        let value = T::from_json(self, &mut reader);
        match reader.into_mismatch() {
            None => Ok(value),
            Some(mismatch) => Err(mismatch),
        }
    }
}

/// Reads the whole of a text that was kept. `None` where it can't be read: another version wrote it.
#[must_use]
pub fn recall<T: FromJson>(text: &str) -> Option<T> {
    let (json, mut reader) = Reader::over(text);
    let value = T::from_json(&json, &mut reader);
    if reader.has_refused() { None } else { Some(value) }
}

/// Where reading is, and the first thing that it refused.
#[derive(Debug)]
pub struct Reader {
    /// The field that is being read of each object around.
    path: Vec<&'static str>,
    mismatch: Option<Mismatch>,
}

// What the functions below do isn't much, but it is done for every type. So none is copied into its
// callers, and what can be done once for an object isn't done for each of its fields.
impl Reader {
    /// A reader that has refused nothing yet.
    #[inline(never)]
    pub(crate) fn new() -> Self {
        Self { path: Vec::new(), mismatch: None }
    }

    /// A reader of `text`, with its tree. What isn't JSON is refused.
    #[inline(never)]
    fn over(text: &str) -> (Json, Self) {
        let (json, mismatch) = match Json::parse(text) {
            Ok(json) => (json, None),
            Err(mismatch) => (Json::Null, Some(mismatch)),
        };
        (json, Self { path: Vec::new(), mismatch })
    }

    /// The first thing that was refused.
    #[inline(never)]
    pub(crate) fn into_mismatch(self) -> Option<Mismatch> {
        self.mismatch
    }

    #[inline(never)]
    fn has_refused(&self) -> bool {
        self.mismatch.is_some()
    }

    /// Takes note that something else than `expected` is here.
    #[inline(never)]
    pub fn refuse(&mut self, expected: &'static str) {
        if self.mismatch.is_none() {
            self.mismatch = Some(Mismatch { expected, path: self.path.clone() });
        }
    }

    /// The members of an object.
    #[inline(never)]
    pub fn fields<'a>(&mut self, json: &'a Json) -> Fields<'a> {
        let members = match json {
            Json::Object(members) => members.as_slice(),
            _ => {
                self.refuse("an object");
                &[]
            }
        };
        self.path.push("");
        Fields { members, taken: 0 }
    }

    /// The items of a list.
    #[inline(never)]
    fn items<'a>(&mut self, json: &'a Json) -> &'a [Json] {
        match json {
            Json::List(items) => items,
            _ => {
                self.refuse("a list");
                &[]
            }
        }
    }

    /// Which of `kinds` a tagged union is, and what it holds. Those that hold nothing are a text, the
    /// others an object with one member. What is refused counts as the first.
    #[inline(never)]
    pub fn kind<'a>(&mut self, json: &'a Json, kinds: &[Kind]) -> (usize, &'a Json) {
        let (name, held) = match json {
            Json::Text(name) => (name, None),
            Json::Object(members) if members.len() == 1 => (&members[0].0, Some(&members[0].1)),
            _ => {
                self.refuse("a kind");
                return (0, &Json::Null);
            }
        };
        let is_it = |kind: &Kind| kind.name == name && kind.holds == held.is_some();
        let at = kinds.iter().position(is_it).unwrap_or_else(|| {
            self.refuse("a known kind");
            0
        });
        (at, held.unwrap_or(&Json::Null))
    }

    /// A text.
    #[inline(never)]
    pub fn text<'a>(&mut self, json: &'a Json) -> &'a str {
        match json {
            Json::Text(text) => text,
            _ => {
                self.refuse("a text");
                ""
            }
        }
    }

    /// A whole number from `least` to `most`.
    #[inline(never)]
    fn number(&mut self, json: &Json, least: i64, most: i64) -> i64 {
        match json {
            Json::Number(number) if (least..=most).contains(number) => *number,
            _ => {
                self.refuse("a number in range");
                0
            }
        }
    }
}

/// A kind of a tagged union.
#[derive(Debug)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// Whether it holds something.
    pub holds: bool,
}

/// The members of an object, to be taken one by one.
#[derive(Debug)]
pub struct Fields<'a> {
    members: &'a [(String, Json)],
    taken: usize,
}

impl<'a> Fields<'a> {
    /// Reads the field `name`. One that isn't there is read as null.
    pub fn take<T: FromJson>(&mut self, name: &'static str, reader: &mut Reader) -> T {
        T::from_json(self.enter(name, reader), reader)
    }

    #[inline(never)]
    fn enter(&mut self, name: &'static str, reader: &mut Reader) -> &'a Json {
        if let Some(field) = reader.path.last_mut() {
            *field = name;
        }
        match self.members.iter().find(|(member, _)| member == name) {
            Some((_, value)) => {
                self.taken += 1;
                value
            }
            None => &Json::Null,
        }
    }

    /// Refuses fields that nobody has taken, and those that are there twice.
    #[inline(never)]
    pub fn end(&self, reader: &mut Reader) {
        reader.path.pop();
        if self.taken != self.members.len() {
            reader.refuse("no more fields");
        }
    }
}

impl FromJson for bool {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        match json {
            Json::Truth(truth) => *truth,
            _ => {
                reader.refuse("true or false");
                false
            }
        }
    }
}

impl FromJson for String {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        reader.text(json).to_owned()
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl FromJson for $type {
            fn from_json(json: &Json, reader: &mut Reader) -> Self {
                let number = reader.number(json, Self::MIN.into(), Self::MAX.into());
                Self::try_from(number).unwrap_or_default()
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32, i32, i64);

/// Null stands for none.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        match json {
            Json::Null => None,
            json => Some(T::from_json(json, reader)),
        }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        Self::new(T::from_json(json, reader))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        let items = reader.items(json);
        // Half as large as collecting.
        let mut read = Self::with_capacity(items.len());
        for item in items {
            read.push(T::from_json(item, reader));
        }
        read
    }
}

impl<T: FromJson> FromJson for [T; 2] {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        match json {
            Json::List(items) if items.len() == 2 => {
                [0, 1].map(|at| T::from_json(&items[at], reader))
            }
            _ => {
                reader.refuse("a pair");
                [(); 2].map(|()| T::from_json(&Json::Null, reader))
            }
        }
    }
}
