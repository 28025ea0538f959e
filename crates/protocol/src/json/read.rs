//! From a tree to types.

use crate::json::{Json, Mismatch};

/// What can be read from JSON. It reads what the type's `Serialize` writes, and nothing else.
///
/// It borrows the tree and copies texts out of it: taking the tree apart would need code to drop the
/// rest of it at every place where reading can fail.
pub trait FromJson: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// For anything else than this type writes: another type, an unknown or missing field, an
    /// unknown kind, a number out of range.
    fn from_json(json: &Json) -> Result<Self, Mismatch>;
}

/// The members of an object, to be taken one by one.
#[derive(Debug)]
pub struct Fields<'a> {
    members: &'a [(String, Json)],
    taken: usize,
}

impl Fields<'_> {
    /// Reads the field `name`. One that isn't there is read as null.
    ///
    /// # Errors
    /// Those of the field.
    pub fn take<T: FromJson>(&mut self, name: &'static str) -> Result<T, Mismatch> {
        match T::from_json(self.find(name)) {
            Ok(value) => Ok(value),
            Err(mismatch) => Err(mismatch.at(name)),
        }
    }

    /// Refuses fields that nobody has taken, and those that are there twice.
    ///
    /// # Errors
    /// When there are some.
    pub fn end(&self) -> Result<(), Mismatch> {
        if self.taken == self.members.len() { Ok(()) } else { Err(Mismatch::not("no more fields")) }
    }

    fn find(&mut self, name: &str) -> &Json {
        match self.members.iter().find(|(member, _)| member == name) {
            Some((_, value)) => {
                self.taken += 1;
                value
            }
            None => &Json::Null,
        }
    }
}

impl Json {
    /// The members of an object.
    ///
    /// # Errors
    /// For anything else.
    pub fn fields(&self) -> Result<Fields<'_>, Mismatch> {
        match self {
            Self::Object(members) => Ok(Fields { members, taken: 0 }),
            _ => Err(Mismatch::not("an object")),
        }
    }

    /// The kind of a tagged union and what it holds: `"kind"` holds null, `{"kind":…}` the rest.
    ///
    /// # Errors
    /// For anything else.
    pub fn kind(&self) -> Result<(&str, &Self), Mismatch> {
        match self {
            Self::Text(kind) => Ok((kind, &Self::Null)),
            Self::Object(members) => match members.as_slice() {
                [(kind, held)] => Ok((kind, held)),
                _ => Err(Mismatch::not("one kind")),
            },
            _ => Err(Mismatch::not("a kind")),
        }
    }

    /// A text.
    ///
    /// # Errors
    /// For anything else.
    pub fn text(&self) -> Result<&str, Mismatch> {
        match self {
            Self::Text(text) => Ok(text),
            _ => Err(Mismatch::not("a text")),
        }
    }
}

/// Null.
impl FromJson for () {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        match json {
            Json::Null => Ok(()),
            _ => Err(Mismatch::not("nothing")),
        }
    }
}

impl FromJson for bool {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        match json {
            Json::Truth(truth) => Ok(*truth),
            _ => Err(Mismatch::not("true or false")),
        }
    }
}

impl FromJson for String {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        json.text().map(str::to_owned)
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl FromJson for $type {
            fn from_json(json: &Json) -> Result<Self, Mismatch> {
                let number = match json {
                    Json::Number(number) => Self::try_from(*number).ok(),
                    _ => None,
                };
                number.ok_or_else(|| Mismatch::not(concat!("a number of type ", stringify!($type))))
            }
        }
    )*};
}

whole_numbers!(u8, u32, i32);

/// Null stands for none.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        match json {
            Json::Null => Ok(None),
            json => Ok(Some(T::from_json(json)?)),
        }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        Ok(Self::new(T::from_json(json)?))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        let Json::List(items) = json else { return Err(Mismatch::not("a list")) };
        // A loop is smaller than collecting results, and there are many kinds of lists.
        let mut read = Self::with_capacity(items.len());
        for item in items {
            read.push(T::from_json(item)?);
        }
        Ok(read)
    }
}

impl<T: FromJson> FromJson for [T; 2] {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        let pair = Vec::from_json(json)?;
        Self::try_from(pair).map_err(|_| Mismatch::not("a pair"))
    }
}

/// Implements [`FromJson`] for a struct whose fields stand under these names, each of which is
/// there and no other.
#[macro_export]
macro_rules! object_from_json {
    ($type:ty { $($name:literal => $field:ident),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn from_json(json: &$crate::json::Json) -> Result<Self, $crate::json::Mismatch> {
                let mut fields = json.fields()?;
                let read = Self { $($field: fields.take($name)?),* };
                fields.end()?;
                Ok(read)
            }
        }
    };
}

/// Implements [`FromJson`] for an enum. The name of a kind is followed by its variant and, in
/// parentheses or braces, what it holds.
#[macro_export]
macro_rules! kinds_from_json {
    (@ $json:ident $variant:ident) => {{
        <() as $crate::json::FromJson>::from_json($json)?;
        Ok(Self::$variant)
    }};
    (@ $json:ident $variant:ident ($held:ident)) => {{
        let $held = $crate::json::FromJson::from_json($json)?;
        Ok(Self::$variant($held))
    }};
    (@ $json:ident $variant:ident {$($key:literal => $field:ident),*}) => {{
        #[allow(unused_mut, reason = "of a kind without fields nothing is taken")]
        let mut fields = $json.fields()?;
        let read = Self::$variant { $($field: fields.take($key)?),* };
        fields.end()?;
        Ok(read)
    }};
    ($type:ty { $($name:literal => $variant:ident $(($held:ident))? $({$($key:literal => $field:ident),*})?),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn from_json(json: &$crate::json::Json) -> Result<Self, $crate::json::Mismatch> {
                let (kind, held) = json.kind()?;
                match kind {
                    $($name => $crate::kinds_from_json!(
                        @ held $variant $(($held))? $({$($key => $field),*})?
                    ),)*
                    _ => Err($crate::json::Mismatch::not("a known kind")),
                }
            }
        }
    };
}
