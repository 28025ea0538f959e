//! The shapes of structs and enums in JSON, said once for reading and writing.

/// Implements [`FromJson`](crate::json::FromJson) and [`ToJson`](crate::json::ToJson) for a struct
/// whose fields stand under these names, each of which is there and no other.
#[macro_export]
macro_rules! json_object {
    ($type:ty { $first:literal => $first_field:ident $(, $name:literal => $field:ident)* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn from_json(json: &$crate::json::Json, reader: &mut $crate::json::Reader) -> Self {
                let mut fields = reader.fields(json);
                let read = Self {
                    $first_field: fields.take($first, reader),
                    $($field: fields.take($name, reader)),*
                };
                fields.end(reader);
                read
            }
        }

        impl $crate::json::ToJson for $type {
            fn to_json(&self, out: &mut String) {
                $crate::json::raw(out, concat!("{\"", $first, "\":"));
                $crate::json::ToJson::to_json(&self.$first_field, out);
                $(
                    $crate::json::raw(out, concat!(",\"", $name, "\":"));
                    $crate::json::ToJson::to_json(&self.$field, out);
                )*
                $crate::json::raw(out, "}");
            }
        }
    };
}

/// Implements [`FromJson`](crate::json::FromJson) and [`ToJson`](crate::json::ToJson) for an enum.
/// The name of a kind is followed by its variant and, in parentheses or braces, what it holds.
#[macro_export]
macro_rules! json_kinds {
    (@holds) => { false };
    (@holds $held:tt) => { true };
    // `kind` gives the number of one of `KINDS`, so what is none of the others is the last.
    (@choose $at:ident $json:ident $reader:ident ($($last:tt)*)) => {
        $crate::json_kinds!(@read $json $reader $($last)*)
    };
    (@choose $at:ident $json:ident $reader:ident ($variant:ident $($held:tt)?) $($others:tt)+) => {
        if $at == Number::$variant as usize {
            $crate::json_kinds!(@read $json $reader $variant $($held)?)
        } else {
            $crate::json_kinds!(@choose $at $json $reader $($others)+)
        }
    };
    (@read $json:ident $reader:ident $variant:ident) => { Self::$variant };
    (@read $json:ident $reader:ident $variant:ident ($held:ident)) => {
        Self::$variant($crate::json::FromJson::from_json($json, $reader))
    };
    (@read $json:ident $reader:ident $variant:ident {$($key:literal => $field:ident),*}) => {{
        #[allow(unused_mut, reason = "of a kind without fields nothing is taken")]
        let mut fields = $reader.fields($json);
        let read = Self::$variant { $($field: fields.take($key, $reader)),* };
        fields.end($reader);
        read
    }};
    (@write $out:ident $name:literal) => {
        $crate::json::raw($out, concat!("\"", $name, "\""))
    };
    (@write $out:ident $name:literal ($held:ident)) => {{
        $crate::json::raw($out, concat!("{\"", $name, "\":"));
        $crate::json::ToJson::to_json($held, $out);
        $crate::json::raw($out, "}");
    }};
    (@write $out:ident $name:literal {}) => {
        $crate::json::raw($out, concat!("{\"", $name, "\":{}}"))
    };
    (@write $out:ident $name:literal {
        $first:literal => $first_field:ident $(, $key:literal => $field:ident)*
    }) => {{
        $crate::json::raw($out, concat!("{\"", $name, "\":{\"", $first, "\":"));
        $crate::json::ToJson::to_json($first_field, $out);
        $(
            $crate::json::raw($out, concat!(",\"", $key, "\":"));
            $crate::json::ToJson::to_json($field, $out);
        )*
        $crate::json::raw($out, "}}");
    }};
    ($type:ty { $(
        $name:literal => $variant:ident
            $(($held:ident))? $({$($key:literal => $field:ident),*})?
    ),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn from_json(json: &$crate::json::Json, reader: &mut $crate::json::Reader) -> Self {
                /// The variants by number.
                #[allow(dead_code, reason = "the last one is what is none of the others")]
                enum Number { $($variant),* }
                const KINDS: &[$crate::json::Kind] = &[$($crate::json::Kind {
                    name: $name,
                    holds: $crate::json_kinds!(@holds $(($held))? $({$($key => $field),*})?),
                }),*];
                #[allow(unused_variables, reason = "some enums hold nothing in any kind")]
                let (at, held) = reader.kind(json, KINDS);
                $crate::json_kinds!(
                    @choose at held reader $(($variant $(($held))? $({$($key => $field),*})?))*
                )
            }
        }

        impl $crate::json::ToJson for $type {
            fn to_json(&self, out: &mut String) {
                match self {
                    $(Self::$variant $(($held))? $({$($field),*})? => $crate::json_kinds!(
                        @write out $name $(($held))? $({$($key => $field),*})?
                    ),)*
                }
            }
        }
    };
}
