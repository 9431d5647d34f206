impl serde::Serialize for AdmitKey {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.public_key.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.AdmitKey", len)?;
        if !self.public_key.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("publicKey", pbjson::private::base64::encode(&self.public_key).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AdmitKey {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "public_key",
            "publicKey",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PublicKey,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "publicKey" | "public_key" => Ok(GeneratedField::PublicKey),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AdmitKey;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.AdmitKey")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AdmitKey, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut public_key__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PublicKey => {
                            if public_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("publicKey"));
                            }
                            public_key__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(AdmitKey {
                    public_key: public_key__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.AdmitKey", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Answer {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.verdict != 0 {
            len += 1;
        }
        if self.stage != 0 {
            len += 1;
        }
        if !self.code.is_empty() {
            len += 1;
        }
        if self.output.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Answer", len)?;
        if self.verdict != 0 {
            let v = Verdict::try_from(self.verdict)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.verdict)))?;
            struct_ser.serialize_field("verdict", &v)?;
        }
        if self.stage != 0 {
            let v = Stage::try_from(self.stage)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.stage)))?;
            struct_ser.serialize_field("stage", &v)?;
        }
        if !self.code.is_empty() {
            struct_ser.serialize_field("code", &self.code)?;
        }
        if let Some(v) = self.output.as_ref() {
            struct_ser.serialize_field("output", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Answer {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "verdict",
            "stage",
            "code",
            "output",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Verdict,
            Stage,
            Code,
            Output,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "verdict" => Ok(GeneratedField::Verdict),
                            "stage" => Ok(GeneratedField::Stage),
                            "code" => Ok(GeneratedField::Code),
                            "output" => Ok(GeneratedField::Output),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Answer;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Answer")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Answer, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut verdict__ = None;
                let mut stage__ = None;
                let mut code__ = None;
                let mut output__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Verdict => {
                            if verdict__.is_some() {
                                return Err(serde::de::Error::duplicate_field("verdict"));
                            }
                            verdict__ = Some(map_.next_value::<Verdict>()? as i32);
                        }
                        GeneratedField::Stage => {
                            if stage__.is_some() {
                                return Err(serde::de::Error::duplicate_field("stage"));
                            }
                            stage__ = Some(map_.next_value::<Stage>()? as i32);
                        }
                        GeneratedField::Code => {
                            if code__.is_some() {
                                return Err(serde::de::Error::duplicate_field("code"));
                            }
                            code__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Output => {
                            if output__.is_some() {
                                return Err(serde::de::Error::duplicate_field("output"));
                            }
                            output__ = map_.next_value()?;
                        }
                    }
                }
                Ok(Answer {
                    verdict: verdict__.unwrap_or_default(),
                    stage: stage__.unwrap_or_default(),
                    code: code__.unwrap_or_default(),
                    output: output__,
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Answer", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Apply {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.payload_type.is_empty() {
            len += 1;
        }
        if !self.bundle.is_empty() {
            len += 1;
        }
        if self.own {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Apply", len)?;
        if !self.payload_type.is_empty() {
            struct_ser.serialize_field("payloadType", &self.payload_type)?;
        }
        if !self.bundle.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bundle", pbjson::private::base64::encode(&self.bundle).as_str())?;
        }
        if self.own {
            struct_ser.serialize_field("own", &self.own)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Apply {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "payload_type",
            "payloadType",
            "bundle",
            "own",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PayloadType,
            Bundle,
            Own,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "payloadType" | "payload_type" => Ok(GeneratedField::PayloadType),
                            "bundle" => Ok(GeneratedField::Bundle),
                            "own" => Ok(GeneratedField::Own),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Apply;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Apply")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Apply, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut payload_type__ = None;
                let mut bundle__ = None;
                let mut own__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PayloadType => {
                            if payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payloadType"));
                            }
                            payload_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Bundle => {
                            if bundle__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bundle"));
                            }
                            bundle__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Own => {
                            if own__.is_some() {
                                return Err(serde::de::Error::duplicate_field("own"));
                            }
                            own__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(Apply {
                    payload_type: payload_type__.unwrap_or_default(),
                    bundle: bundle__.unwrap_or_default(),
                    own: own__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Apply", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Begin {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.network_id.is_empty() {
            len += 1;
        }
        if !self.verifier.is_empty() {
            len += 1;
        }
        if self.store_capacity != 0 {
            len += 1;
        }
        if self.book_capacity != 0 {
            len += 1;
        }
        if self.book_capacity_per_requester != 0 {
            len += 1;
        }
        if self.book_capacity_own != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Begin", len)?;
        if !self.network_id.is_empty() {
            struct_ser.serialize_field("networkId", &self.network_id)?;
        }
        if !self.verifier.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("verifier", pbjson::private::base64::encode(&self.verifier).as_str())?;
        }
        if self.store_capacity != 0 {
            struct_ser.serialize_field("storeCapacity", &self.store_capacity)?;
        }
        if self.book_capacity != 0 {
            struct_ser.serialize_field("bookCapacity", &self.book_capacity)?;
        }
        if self.book_capacity_per_requester != 0 {
            struct_ser.serialize_field("bookCapacityPerRequester", &self.book_capacity_per_requester)?;
        }
        if self.book_capacity_own != 0 {
            struct_ser.serialize_field("bookCapacityOwn", &self.book_capacity_own)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Begin {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "network_id",
            "networkId",
            "verifier",
            "store_capacity",
            "storeCapacity",
            "book_capacity",
            "bookCapacity",
            "book_capacity_per_requester",
            "bookCapacityPerRequester",
            "book_capacity_own",
            "bookCapacityOwn",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            NetworkId,
            Verifier,
            StoreCapacity,
            BookCapacity,
            BookCapacityPerRequester,
            BookCapacityOwn,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "networkId" | "network_id" => Ok(GeneratedField::NetworkId),
                            "verifier" => Ok(GeneratedField::Verifier),
                            "storeCapacity" | "store_capacity" => Ok(GeneratedField::StoreCapacity),
                            "bookCapacity" | "book_capacity" => Ok(GeneratedField::BookCapacity),
                            "bookCapacityPerRequester" | "book_capacity_per_requester" => Ok(GeneratedField::BookCapacityPerRequester),
                            "bookCapacityOwn" | "book_capacity_own" => Ok(GeneratedField::BookCapacityOwn),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Begin;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Begin")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Begin, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut network_id__ = None;
                let mut verifier__ = None;
                let mut store_capacity__ = None;
                let mut book_capacity__ = None;
                let mut book_capacity_per_requester__ = None;
                let mut book_capacity_own__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::NetworkId => {
                            if network_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("networkId"));
                            }
                            network_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Verifier => {
                            if verifier__.is_some() {
                                return Err(serde::de::Error::duplicate_field("verifier"));
                            }
                            verifier__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::StoreCapacity => {
                            if store_capacity__.is_some() {
                                return Err(serde::de::Error::duplicate_field("storeCapacity"));
                            }
                            store_capacity__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::BookCapacity => {
                            if book_capacity__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bookCapacity"));
                            }
                            book_capacity__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::BookCapacityPerRequester => {
                            if book_capacity_per_requester__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bookCapacityPerRequester"));
                            }
                            book_capacity_per_requester__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::BookCapacityOwn => {
                            if book_capacity_own__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bookCapacityOwn"));
                            }
                            book_capacity_own__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Begin {
                    network_id: network_id__.unwrap_or_default(),
                    verifier: verifier__.unwrap_or_default(),
                    store_capacity: store_capacity__.unwrap_or_default(),
                    book_capacity: book_capacity__.unwrap_or_default(),
                    book_capacity_per_requester: book_capacity_per_requester__.unwrap_or_default(),
                    book_capacity_own: book_capacity_own__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Begin", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CanaryCaseInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.passed {
            len += 1;
        }
        if self.rederivable {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CanaryCaseInfo", len)?;
        if self.passed {
            struct_ser.serialize_field("passed", &self.passed)?;
        }
        if self.rederivable {
            struct_ser.serialize_field("rederivable", &self.rederivable)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CanaryCaseInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "passed",
            "rederivable",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Passed,
            Rederivable,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "passed" => Ok(GeneratedField::Passed),
                            "rederivable" => Ok(GeneratedField::Rederivable),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CanaryCaseInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CanaryCaseInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CanaryCaseInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut passed__ = None;
                let mut rederivable__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Passed => {
                            if passed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("passed"));
                            }
                            passed__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Rederivable => {
                            if rederivable__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rederivable"));
                            }
                            rederivable__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(CanaryCaseInfo {
                    passed: passed__.unwrap_or_default(),
                    rederivable: rederivable__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CanaryCaseInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckAnswer {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.query.is_empty() {
            len += 1;
        }
        if !self.answer.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckAnswer", len)?;
        if !self.query.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("query", pbjson::private::base64::encode(&self.query).as_str())?;
        }
        if !self.answer.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("answer", pbjson::private::base64::encode(&self.answer).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckAnswer {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "query",
            "answer",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Query,
            Answer,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "query" => Ok(GeneratedField::Query),
                            "answer" => Ok(GeneratedField::Answer),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckAnswer;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckAnswer")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckAnswer, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut query__ = None;
                let mut answer__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Query => {
                            if query__.is_some() {
                                return Err(serde::de::Error::duplicate_field("query"));
                            }
                            query__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Answer => {
                            if answer__.is_some() {
                                return Err(serde::de::Error::duplicate_field("answer"));
                            }
                            answer__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckAnswer {
                    query: query__.unwrap_or_default(),
                    answer: answer__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckAnswer", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckCanaryCase {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.canary_case.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckCanaryCase", len)?;
        if !self.canary_case.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("canaryCase", pbjson::private::base64::encode(&self.canary_case).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckCanaryCase {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "canary_case",
            "canaryCase",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            CanaryCase,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "canaryCase" | "canary_case" => Ok(GeneratedField::CanaryCase),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckCanaryCase;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckCanaryCase")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckCanaryCase, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut canary_case__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::CanaryCase => {
                            if canary_case__.is_some() {
                                return Err(serde::de::Error::duplicate_field("canaryCase"));
                            }
                            canary_case__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckCanaryCase {
                    canary_case: canary_case__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckCanaryCase", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckConsistency {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.first_size != 0 {
            len += 1;
        }
        if self.second_size != 0 {
            len += 1;
        }
        if !self.first_root.is_empty() {
            len += 1;
        }
        if !self.second_root.is_empty() {
            len += 1;
        }
        if !self.path.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckConsistency", len)?;
        if self.first_size != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("firstSize", ToString::to_string(&self.first_size).as_str())?;
        }
        if self.second_size != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("secondSize", ToString::to_string(&self.second_size).as_str())?;
        }
        if !self.first_root.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("firstRoot", pbjson::private::base64::encode(&self.first_root).as_str())?;
        }
        if !self.second_root.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("secondRoot", pbjson::private::base64::encode(&self.second_root).as_str())?;
        }
        if !self.path.is_empty() {
            struct_ser.serialize_field("path", &self.path.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckConsistency {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "first_size",
            "firstSize",
            "second_size",
            "secondSize",
            "first_root",
            "firstRoot",
            "second_root",
            "secondRoot",
            "path",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            FirstSize,
            SecondSize,
            FirstRoot,
            SecondRoot,
            Path,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "firstSize" | "first_size" => Ok(GeneratedField::FirstSize),
                            "secondSize" | "second_size" => Ok(GeneratedField::SecondSize),
                            "firstRoot" | "first_root" => Ok(GeneratedField::FirstRoot),
                            "secondRoot" | "second_root" => Ok(GeneratedField::SecondRoot),
                            "path" => Ok(GeneratedField::Path),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckConsistency;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckConsistency")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckConsistency, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut first_size__ = None;
                let mut second_size__ = None;
                let mut first_root__ = None;
                let mut second_root__ = None;
                let mut path__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::FirstSize => {
                            if first_size__.is_some() {
                                return Err(serde::de::Error::duplicate_field("firstSize"));
                            }
                            first_size__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::SecondSize => {
                            if second_size__.is_some() {
                                return Err(serde::de::Error::duplicate_field("secondSize"));
                            }
                            second_size__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::FirstRoot => {
                            if first_root__.is_some() {
                                return Err(serde::de::Error::duplicate_field("firstRoot"));
                            }
                            first_root__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::SecondRoot => {
                            if second_root__.is_some() {
                                return Err(serde::de::Error::duplicate_field("secondRoot"));
                            }
                            second_root__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Path => {
                            if path__.is_some() {
                                return Err(serde::de::Error::duplicate_field("path"));
                            }
                            path__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                    }
                }
                Ok(CheckConsistency {
                    first_size: first_size__.unwrap_or_default(),
                    second_size: second_size__.unwrap_or_default(),
                    first_root: first_root__.unwrap_or_default(),
                    second_root: second_root__.unwrap_or_default(),
                    path: path__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckConsistency", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckDisclosure {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.disclosure.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckDisclosure", len)?;
        if !self.disclosure.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("disclosure", pbjson::private::base64::encode(&self.disclosure).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckDisclosure {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "disclosure",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Disclosure,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "disclosure" => Ok(GeneratedField::Disclosure),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckDisclosure;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckDisclosure")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckDisclosure, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut disclosure__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Disclosure => {
                            if disclosure__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disclosure"));
                            }
                            disclosure__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckDisclosure {
                    disclosure: disclosure__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckDisclosure", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckEquivocation {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.proof.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckEquivocation", len)?;
        if !self.proof.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("proof", pbjson::private::base64::encode(&self.proof).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckEquivocation {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "proof",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Proof,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "proof" => Ok(GeneratedField::Proof),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckEquivocation;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckEquivocation")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckEquivocation, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut proof__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Proof => {
                            if proof__.is_some() {
                                return Err(serde::de::Error::duplicate_field("proof"));
                            }
                            proof__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckEquivocation {
                    proof: proof__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckEquivocation", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckFork {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.proof.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckFork", len)?;
        if !self.proof.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("proof", pbjson::private::base64::encode(&self.proof).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckFork {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "proof",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Proof,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "proof" => Ok(GeneratedField::Proof),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckFork;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckFork")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckFork, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut proof__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Proof => {
                            if proof__.is_some() {
                                return Err(serde::de::Error::duplicate_field("proof"));
                            }
                            proof__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckFork {
                    proof: proof__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckFork", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckInclusion {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.leaf_hash.is_empty() {
            len += 1;
        }
        if self.index != 0 {
            len += 1;
        }
        if self.size != 0 {
            len += 1;
        }
        if !self.root.is_empty() {
            len += 1;
        }
        if !self.path.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckInclusion", len)?;
        if !self.leaf_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("leafHash", pbjson::private::base64::encode(&self.leaf_hash).as_str())?;
        }
        if self.index != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("index", ToString::to_string(&self.index).as_str())?;
        }
        if self.size != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("size", ToString::to_string(&self.size).as_str())?;
        }
        if !self.root.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("root", pbjson::private::base64::encode(&self.root).as_str())?;
        }
        if !self.path.is_empty() {
            struct_ser.serialize_field("path", &self.path.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckInclusion {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "leaf_hash",
            "leafHash",
            "index",
            "size",
            "root",
            "path",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LeafHash,
            Index,
            Size,
            Root,
            Path,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "leafHash" | "leaf_hash" => Ok(GeneratedField::LeafHash),
                            "index" => Ok(GeneratedField::Index),
                            "size" => Ok(GeneratedField::Size),
                            "root" => Ok(GeneratedField::Root),
                            "path" => Ok(GeneratedField::Path),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckInclusion;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckInclusion")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckInclusion, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut leaf_hash__ = None;
                let mut index__ = None;
                let mut size__ = None;
                let mut root__ = None;
                let mut path__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LeafHash => {
                            if leaf_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("leafHash"));
                            }
                            leaf_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Index => {
                            if index__.is_some() {
                                return Err(serde::de::Error::duplicate_field("index"));
                            }
                            index__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Size => {
                            if size__.is_some() {
                                return Err(serde::de::Error::duplicate_field("size"));
                            }
                            size__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Root => {
                            if root__.is_some() {
                                return Err(serde::de::Error::duplicate_field("root"));
                            }
                            root__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Path => {
                            if path__.is_some() {
                                return Err(serde::de::Error::duplicate_field("path"));
                            }
                            path__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                    }
                }
                Ok(CheckInclusion {
                    leaf_hash: leaf_hash__.unwrap_or_default(),
                    index: index__.unwrap_or_default(),
                    size: size__.unwrap_or_default(),
                    root: root__.unwrap_or_default(),
                    path: path__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckInclusion", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckOmission {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.proof.is_empty() {
            len += 1;
        }
        if !self.rebuttal.is_empty() {
            len += 1;
        }
        if !self.rebuttal_payload_type.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckOmission", len)?;
        if !self.proof.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("proof", pbjson::private::base64::encode(&self.proof).as_str())?;
        }
        if !self.rebuttal.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("rebuttal", pbjson::private::base64::encode(&self.rebuttal).as_str())?;
        }
        if !self.rebuttal_payload_type.is_empty() {
            struct_ser.serialize_field("rebuttalPayloadType", &self.rebuttal_payload_type)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckOmission {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "proof",
            "rebuttal",
            "rebuttal_payload_type",
            "rebuttalPayloadType",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Proof,
            Rebuttal,
            RebuttalPayloadType,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "proof" => Ok(GeneratedField::Proof),
                            "rebuttal" => Ok(GeneratedField::Rebuttal),
                            "rebuttalPayloadType" | "rebuttal_payload_type" => Ok(GeneratedField::RebuttalPayloadType),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckOmission;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckOmission")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckOmission, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut proof__ = None;
                let mut rebuttal__ = None;
                let mut rebuttal_payload_type__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Proof => {
                            if proof__.is_some() {
                                return Err(serde::de::Error::duplicate_field("proof"));
                            }
                            proof__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Rebuttal => {
                            if rebuttal__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rebuttal"));
                            }
                            rebuttal__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::RebuttalPayloadType => {
                            if rebuttal_payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rebuttalPayloadType"));
                            }
                            rebuttal_payload_type__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(CheckOmission {
                    proof: proof__.unwrap_or_default(),
                    rebuttal: rebuttal__.unwrap_or_default(),
                    rebuttal_payload_type: rebuttal_payload_type__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckOmission", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckOutcomeRecord {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.record.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckOutcomeRecord", len)?;
        if !self.record.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("record", pbjson::private::base64::encode(&self.record).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckOutcomeRecord {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "record",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Record,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "record" => Ok(GeneratedField::Record),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckOutcomeRecord;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckOutcomeRecord")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckOutcomeRecord, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut record__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Record => {
                            if record__.is_some() {
                                return Err(serde::de::Error::duplicate_field("record"));
                            }
                            record__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckOutcomeRecord {
                    record: record__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckOutcomeRecord", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckPackage {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.package.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckPackage", len)?;
        if !self.package.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("package", pbjson::private::base64::encode(&self.package).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckPackage {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "package",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Package,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "package" => Ok(GeneratedField::Package),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckPackage;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckPackage")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckPackage, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut package__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Package => {
                            if package__.is_some() {
                                return Err(serde::de::Error::duplicate_field("package"));
                            }
                            package__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckPackage {
                    package: package__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckPackage", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CheckRegistration {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.registration.is_empty() {
            len += 1;
        }
        if !self.payload_type.is_empty() {
            len += 1;
        }
        if !self.secret.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.CheckRegistration", len)?;
        if !self.registration.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("registration", pbjson::private::base64::encode(&self.registration).as_str())?;
        }
        if !self.payload_type.is_empty() {
            struct_ser.serialize_field("payloadType", &self.payload_type)?;
        }
        if !self.secret.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("secret", pbjson::private::base64::encode(&self.secret).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CheckRegistration {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "registration",
            "payload_type",
            "payloadType",
            "secret",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Registration,
            PayloadType,
            Secret,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "registration" => Ok(GeneratedField::Registration),
                            "payloadType" | "payload_type" => Ok(GeneratedField::PayloadType),
                            "secret" => Ok(GeneratedField::Secret),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CheckRegistration;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.CheckRegistration")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CheckRegistration, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut registration__ = None;
                let mut payload_type__ = None;
                let mut secret__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Registration => {
                            if registration__.is_some() {
                                return Err(serde::de::Error::duplicate_field("registration"));
                            }
                            registration__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PayloadType => {
                            if payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payloadType"));
                            }
                            payload_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Secret => {
                            if secret__.is_some() {
                                return Err(serde::de::Error::duplicate_field("secret"));
                            }
                            secret__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(CheckRegistration {
                    registration: registration__.unwrap_or_default(),
                    payload_type: payload_type__.unwrap_or_default(),
                    secret: secret__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.CheckRegistration", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DeriveCanary {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.bank_seed.is_empty() {
            len += 1;
        }
        if !self.provider.is_empty() {
            len += 1;
        }
        if self.index != 0 {
            len += 1;
        }
        if !self.family.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.DeriveCanary", len)?;
        if !self.bank_seed.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bankSeed", pbjson::private::base64::encode(&self.bank_seed).as_str())?;
        }
        if !self.provider.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("provider", pbjson::private::base64::encode(&self.provider).as_str())?;
        }
        if self.index != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("index", ToString::to_string(&self.index).as_str())?;
        }
        if !self.family.is_empty() {
            struct_ser.serialize_field("family", &self.family)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DeriveCanary {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "bank_seed",
            "bankSeed",
            "provider",
            "index",
            "family",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            BankSeed,
            Provider,
            Index,
            Family,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "bankSeed" | "bank_seed" => Ok(GeneratedField::BankSeed),
                            "provider" => Ok(GeneratedField::Provider),
                            "index" => Ok(GeneratedField::Index),
                            "family" => Ok(GeneratedField::Family),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DeriveCanary;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.DeriveCanary")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DeriveCanary, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut bank_seed__ = None;
                let mut provider__ = None;
                let mut index__ = None;
                let mut family__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::BankSeed => {
                            if bank_seed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bankSeed"));
                            }
                            bank_seed__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Provider => {
                            if provider__.is_some() {
                                return Err(serde::de::Error::duplicate_field("provider"));
                            }
                            provider__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Index => {
                            if index__.is_some() {
                                return Err(serde::de::Error::duplicate_field("index"));
                            }
                            index__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Family => {
                            if family__.is_some() {
                                return Err(serde::de::Error::duplicate_field("family"));
                            }
                            family__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(DeriveCanary {
                    bank_seed: bank_seed__.unwrap_or_default(),
                    provider: provider__.unwrap_or_default(),
                    index: index__.unwrap_or_default(),
                    family: family__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.DeriveCanary", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DerivedCanary {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.seed.is_empty() {
            len += 1;
        }
        if !self.salt.is_empty() {
            len += 1;
        }
        if !self.input.is_empty() {
            len += 1;
        }
        if !self.canary.is_empty() {
            len += 1;
        }
        if !self.blind.is_empty() {
            len += 1;
        }
        if !self.input_media_type.is_empty() {
            len += 1;
        }
        if !self.output_media_type.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.DerivedCanary", len)?;
        if !self.seed.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("seed", pbjson::private::base64::encode(&self.seed).as_str())?;
        }
        if !self.salt.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("salt", pbjson::private::base64::encode(&self.salt).as_str())?;
        }
        if !self.input.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("input", pbjson::private::base64::encode(&self.input).as_str())?;
        }
        if !self.canary.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("canary", pbjson::private::base64::encode(&self.canary).as_str())?;
        }
        if !self.blind.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("blind", pbjson::private::base64::encode(&self.blind).as_str())?;
        }
        if !self.input_media_type.is_empty() {
            struct_ser.serialize_field("inputMediaType", &self.input_media_type)?;
        }
        if !self.output_media_type.is_empty() {
            struct_ser.serialize_field("outputMediaType", &self.output_media_type)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DerivedCanary {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "seed",
            "salt",
            "input",
            "canary",
            "blind",
            "input_media_type",
            "inputMediaType",
            "output_media_type",
            "outputMediaType",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Seed,
            Salt,
            Input,
            Canary,
            Blind,
            InputMediaType,
            OutputMediaType,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "seed" => Ok(GeneratedField::Seed),
                            "salt" => Ok(GeneratedField::Salt),
                            "input" => Ok(GeneratedField::Input),
                            "canary" => Ok(GeneratedField::Canary),
                            "blind" => Ok(GeneratedField::Blind),
                            "inputMediaType" | "input_media_type" => Ok(GeneratedField::InputMediaType),
                            "outputMediaType" | "output_media_type" => Ok(GeneratedField::OutputMediaType),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DerivedCanary;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.DerivedCanary")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DerivedCanary, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut seed__ = None;
                let mut salt__ = None;
                let mut input__ = None;
                let mut canary__ = None;
                let mut blind__ = None;
                let mut input_media_type__ = None;
                let mut output_media_type__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Seed => {
                            if seed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("seed"));
                            }
                            seed__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Salt => {
                            if salt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("salt"));
                            }
                            salt__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Input => {
                            if input__.is_some() {
                                return Err(serde::de::Error::duplicate_field("input"));
                            }
                            input__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Canary => {
                            if canary__.is_some() {
                                return Err(serde::de::Error::duplicate_field("canary"));
                            }
                            canary__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Blind => {
                            if blind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("blind"));
                            }
                            blind__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::InputMediaType => {
                            if input_media_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("inputMediaType"));
                            }
                            input_media_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OutputMediaType => {
                            if output_media_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("outputMediaType"));
                            }
                            output_media_type__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(DerivedCanary {
                    seed: seed__.unwrap_or_default(),
                    salt: salt__.unwrap_or_default(),
                    input: input__.unwrap_or_default(),
                    canary: canary__.unwrap_or_default(),
                    blind: blind__.unwrap_or_default(),
                    input_media_type: input_media_type__.unwrap_or_default(),
                    output_media_type: output_media_type__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.DerivedCanary", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DidKeyDecode {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.did.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.DidKeyDecode", len)?;
        if !self.did.is_empty() {
            struct_ser.serialize_field("did", &self.did)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DidKeyDecode {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "did",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Did,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "did" => Ok(GeneratedField::Did),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DidKeyDecode;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.DidKeyDecode")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DidKeyDecode, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut did__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Did => {
                            if did__.is_some() {
                                return Err(serde::de::Error::duplicate_field("did"));
                            }
                            did__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(DidKeyDecode {
                    did: did__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.DidKeyDecode", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DidKeyEncode {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.agent.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.DidKeyEncode", len)?;
        if !self.agent.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("agent", pbjson::private::base64::encode(&self.agent).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DidKeyEncode {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "agent",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Agent,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "agent" => Ok(GeneratedField::Agent),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DidKeyEncode;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.DidKeyEncode")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DidKeyEncode, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut agent__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Agent => {
                            if agent__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agent"));
                            }
                            agent__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(DidKeyEncode {
                    agent: agent__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.DidKeyEncode", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Discover {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.bundle.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Discover", len)?;
        if !self.bundle.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bundle", pbjson::private::base64::encode(&self.bundle).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Discover {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "bundle",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Bundle,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "bundle" => Ok(GeneratedField::Bundle),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Discover;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Discover")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Discover, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut bundle__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Bundle => {
                            if bundle__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bundle"));
                            }
                            bundle__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Discover {
                    bundle: bundle__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Discover", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DiscoveryInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.ranked.is_empty() {
            len += 1;
        }
        if !self.sampled.is_empty() {
            len += 1;
        }
        if !self.excluded.is_empty() {
            len += 1;
        }
        if self.examined != 0 {
            len += 1;
        }
        if self.matched != 0 {
            len += 1;
        }
        if self.complete {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.DiscoveryInfo", len)?;
        if !self.ranked.is_empty() {
            struct_ser.serialize_field("ranked", &self.ranked.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        if !self.sampled.is_empty() {
            struct_ser.serialize_field("sampled", &self.sampled.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        if !self.excluded.is_empty() {
            struct_ser.serialize_field("excluded", &self.excluded.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        }
        if self.examined != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("examined", ToString::to_string(&self.examined).as_str())?;
        }
        if self.matched != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("matched", ToString::to_string(&self.matched).as_str())?;
        }
        if self.complete {
            struct_ser.serialize_field("complete", &self.complete)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DiscoveryInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ranked",
            "sampled",
            "excluded",
            "examined",
            "matched",
            "complete",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Ranked,
            Sampled,
            Excluded,
            Examined,
            Matched,
            Complete,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "ranked" => Ok(GeneratedField::Ranked),
                            "sampled" => Ok(GeneratedField::Sampled),
                            "excluded" => Ok(GeneratedField::Excluded),
                            "examined" => Ok(GeneratedField::Examined),
                            "matched" => Ok(GeneratedField::Matched),
                            "complete" => Ok(GeneratedField::Complete),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DiscoveryInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.DiscoveryInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DiscoveryInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut ranked__ = None;
                let mut sampled__ = None;
                let mut excluded__ = None;
                let mut examined__ = None;
                let mut matched__ = None;
                let mut complete__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Ranked => {
                            if ranked__.is_some() {
                                return Err(serde::de::Error::duplicate_field("ranked"));
                            }
                            ranked__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                        GeneratedField::Sampled => {
                            if sampled__.is_some() {
                                return Err(serde::de::Error::duplicate_field("sampled"));
                            }
                            sampled__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                        GeneratedField::Excluded => {
                            if excluded__.is_some() {
                                return Err(serde::de::Error::duplicate_field("excluded"));
                            }
                            excluded__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::NumberDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                        GeneratedField::Examined => {
                            if examined__.is_some() {
                                return Err(serde::de::Error::duplicate_field("examined"));
                            }
                            examined__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Matched => {
                            if matched__.is_some() {
                                return Err(serde::de::Error::duplicate_field("matched"));
                            }
                            matched__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Complete => {
                            if complete__.is_some() {
                                return Err(serde::de::Error::duplicate_field("complete"));
                            }
                            complete__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(DiscoveryInfo {
                    ranked: ranked__.unwrap_or_default(),
                    sampled: sampled__.unwrap_or_default(),
                    excluded: excluded__.unwrap_or_default(),
                    examined: examined__.unwrap_or_default(),
                    matched: matched__.unwrap_or_default(),
                    complete: complete__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.DiscoveryInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DsseJson {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.envelope.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.DsseJson", len)?;
        if !self.envelope.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("envelope", pbjson::private::base64::encode(&self.envelope).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DsseJson {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "envelope",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Envelope,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "envelope" => Ok(GeneratedField::Envelope),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DsseJson;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.DsseJson")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DsseJson, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut envelope__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Envelope => {
                            if envelope__.is_some() {
                                return Err(serde::de::Error::duplicate_field("envelope"));
                            }
                            envelope__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(DsseJson {
                    envelope: envelope__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.DsseJson", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for EngagementInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.state.is_empty() {
            len += 1;
        }
        if !self.repeated_now.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.EngagementInfo", len)?;
        if !self.state.is_empty() {
            struct_ser.serialize_field("state", &self.state)?;
        }
        if !self.repeated_now.is_empty() {
            struct_ser.serialize_field("repeatedNow", &self.repeated_now.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for EngagementInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "state",
            "repeated_now",
            "repeatedNow",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            State,
            RepeatedNow,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "state" => Ok(GeneratedField::State),
                            "repeatedNow" | "repeated_now" => Ok(GeneratedField::RepeatedNow),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = EngagementInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.EngagementInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<EngagementInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut state__ = None;
                let mut repeated_now__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::State => {
                            if state__.is_some() {
                                return Err(serde::de::Error::duplicate_field("state"));
                            }
                            state__ = Some(map_.next_value()?);
                        }
                        GeneratedField::RepeatedNow => {
                            if repeated_now__.is_some() {
                                return Err(serde::de::Error::duplicate_field("repeatedNow"));
                            }
                            repeated_now__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                    }
                }
                Ok(EngagementInfo {
                    state: state__.unwrap_or_default(),
                    repeated_now: repeated_now__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.EngagementInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for EntryInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.living {
            len += 1;
        }
        if !self.descriptor.is_empty() {
            len += 1;
        }
        if !self.refresh.is_empty() {
            len += 1;
        }
        if self.expires_at_ms != 0 {
            len += 1;
        }
        if self.epoch != 0 {
            len += 1;
        }
        if self.sequence != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.EntryInfo", len)?;
        if self.living {
            struct_ser.serialize_field("living", &self.living)?;
        }
        if !self.descriptor.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("descriptor", pbjson::private::base64::encode(&self.descriptor).as_str())?;
        }
        if !self.refresh.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("refresh", pbjson::private::base64::encode(&self.refresh).as_str())?;
        }
        if self.expires_at_ms != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("expiresAtMs", ToString::to_string(&self.expires_at_ms).as_str())?;
        }
        if self.epoch != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("epoch", ToString::to_string(&self.epoch).as_str())?;
        }
        if self.sequence != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("sequence", ToString::to_string(&self.sequence).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for EntryInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "living",
            "descriptor",
            "refresh",
            "expires_at_ms",
            "expiresAtMs",
            "epoch",
            "sequence",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Living,
            Descriptor,
            Refresh,
            ExpiresAtMs,
            Epoch,
            Sequence,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "living" => Ok(GeneratedField::Living),
                            "descriptor" => Ok(GeneratedField::Descriptor),
                            "refresh" => Ok(GeneratedField::Refresh),
                            "expiresAtMs" | "expires_at_ms" => Ok(GeneratedField::ExpiresAtMs),
                            "epoch" => Ok(GeneratedField::Epoch),
                            "sequence" => Ok(GeneratedField::Sequence),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = EntryInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.EntryInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<EntryInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut living__ = None;
                let mut descriptor__ = None;
                let mut refresh__ = None;
                let mut expires_at_ms__ = None;
                let mut epoch__ = None;
                let mut sequence__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Living => {
                            if living__.is_some() {
                                return Err(serde::de::Error::duplicate_field("living"));
                            }
                            living__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Descriptor => {
                            if descriptor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("descriptor"));
                            }
                            descriptor__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Refresh => {
                            if refresh__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refresh"));
                            }
                            refresh__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ExpiresAtMs => {
                            if expires_at_ms__.is_some() {
                                return Err(serde::de::Error::duplicate_field("expiresAtMs"));
                            }
                            expires_at_ms__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Epoch => {
                            if epoch__.is_some() {
                                return Err(serde::de::Error::duplicate_field("epoch"));
                            }
                            epoch__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Sequence => {
                            if sequence__.is_some() {
                                return Err(serde::de::Error::duplicate_field("sequence"));
                            }
                            sequence__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(EntryInfo {
                    living: living__.unwrap_or_default(),
                    descriptor: descriptor__.unwrap_or_default(),
                    refresh: refresh__.unwrap_or_default(),
                    expires_at_ms: expires_at_ms__.unwrap_or_default(),
                    epoch: epoch__.unwrap_or_default(),
                    sequence: sequence__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.EntryInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Figure {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.value.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Figure", len)?;
        if let Some(v) = self.value.as_ref() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("value", ToString::to_string(&v).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Figure {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "value",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Value,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "value" => Ok(GeneratedField::Value),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Figure;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Figure")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Figure, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut value__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Value => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("value"));
                            }
                            value__ = 
                                map_.next_value::<::std::option::Option<::pbjson::private::NumberDeserialize<_>>>()?.map(|x| x.0)
                            ;
                        }
                    }
                }
                Ok(Figure {
                    value: value__,
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Figure", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Finding {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.party.is_empty() {
            len += 1;
        }
        if !self.member.is_empty() {
            len += 1;
        }
        if self.index != 0 {
            len += 1;
        }
        if !self.rule.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Finding", len)?;
        if !self.party.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("party", pbjson::private::base64::encode(&self.party).as_str())?;
        }
        if !self.member.is_empty() {
            struct_ser.serialize_field("member", &self.member)?;
        }
        if self.index != 0 {
            struct_ser.serialize_field("index", &self.index)?;
        }
        if !self.rule.is_empty() {
            struct_ser.serialize_field("rule", &self.rule)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Finding {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "party",
            "member",
            "index",
            "rule",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Party,
            Member,
            Index,
            Rule,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "party" => Ok(GeneratedField::Party),
                            "member" => Ok(GeneratedField::Member),
                            "index" => Ok(GeneratedField::Index),
                            "rule" => Ok(GeneratedField::Rule),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Finding;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Finding")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Finding, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut party__ = None;
                let mut member__ = None;
                let mut index__ = None;
                let mut rule__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Party => {
                            if party__.is_some() {
                                return Err(serde::de::Error::duplicate_field("party"));
                            }
                            party__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Member => {
                            if member__.is_some() {
                                return Err(serde::de::Error::duplicate_field("member"));
                            }
                            member__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Index => {
                            if index__.is_some() {
                                return Err(serde::de::Error::duplicate_field("index"));
                            }
                            index__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Rule => {
                            if rule__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rule"));
                            }
                            rule__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(Finding {
                    party: party__.unwrap_or_default(),
                    member: member__.unwrap_or_default(),
                    index: index__.unwrap_or_default(),
                    rule: rule__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Finding", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Hello {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.driver_versions.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Hello", len)?;
        if !self.driver_versions.is_empty() {
            struct_ser.serialize_field("driverVersions", &self.driver_versions)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Hello {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "driver_versions",
            "driverVersions",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DriverVersions,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "driverVersions" | "driver_versions" => Ok(GeneratedField::DriverVersions),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Hello;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Hello")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Hello, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut driver_versions__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DriverVersions => {
                            if driver_versions__.is_some() {
                                return Err(serde::de::Error::duplicate_field("driverVersions"));
                            }
                            driver_versions__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(Hello {
                    driver_versions: driver_versions__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Hello", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for HelloReply {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.name.is_empty() {
            len += 1;
        }
        if !self.version.is_empty() {
            len += 1;
        }
        if !self.language.is_empty() {
            len += 1;
        }
        if !self.spec_versions.is_empty() {
            len += 1;
        }
        if !self.driver_version.is_empty() {
            len += 1;
        }
        if !self.capabilities.is_empty() {
            len += 1;
        }
        if self.pipeline != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.HelloReply", len)?;
        if !self.name.is_empty() {
            struct_ser.serialize_field("name", &self.name)?;
        }
        if !self.version.is_empty() {
            struct_ser.serialize_field("version", &self.version)?;
        }
        if !self.language.is_empty() {
            struct_ser.serialize_field("language", &self.language)?;
        }
        if !self.spec_versions.is_empty() {
            struct_ser.serialize_field("specVersions", &self.spec_versions)?;
        }
        if !self.driver_version.is_empty() {
            struct_ser.serialize_field("driverVersion", &self.driver_version)?;
        }
        if !self.capabilities.is_empty() {
            struct_ser.serialize_field("capabilities", &self.capabilities)?;
        }
        if self.pipeline != 0 {
            struct_ser.serialize_field("pipeline", &self.pipeline)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for HelloReply {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "name",
            "version",
            "language",
            "spec_versions",
            "specVersions",
            "driver_version",
            "driverVersion",
            "capabilities",
            "pipeline",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Name,
            Version,
            Language,
            SpecVersions,
            DriverVersion,
            Capabilities,
            Pipeline,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "name" => Ok(GeneratedField::Name),
                            "version" => Ok(GeneratedField::Version),
                            "language" => Ok(GeneratedField::Language),
                            "specVersions" | "spec_versions" => Ok(GeneratedField::SpecVersions),
                            "driverVersion" | "driver_version" => Ok(GeneratedField::DriverVersion),
                            "capabilities" => Ok(GeneratedField::Capabilities),
                            "pipeline" => Ok(GeneratedField::Pipeline),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = HelloReply;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.HelloReply")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<HelloReply, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut name__ = None;
                let mut version__ = None;
                let mut language__ = None;
                let mut spec_versions__ = None;
                let mut driver_version__ = None;
                let mut capabilities__ = None;
                let mut pipeline__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Name => {
                            if name__.is_some() {
                                return Err(serde::de::Error::duplicate_field("name"));
                            }
                            name__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Version => {
                            if version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("version"));
                            }
                            version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Language => {
                            if language__.is_some() {
                                return Err(serde::de::Error::duplicate_field("language"));
                            }
                            language__ = Some(map_.next_value()?);
                        }
                        GeneratedField::SpecVersions => {
                            if spec_versions__.is_some() {
                                return Err(serde::de::Error::duplicate_field("specVersions"));
                            }
                            spec_versions__ = Some(map_.next_value()?);
                        }
                        GeneratedField::DriverVersion => {
                            if driver_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("driverVersion"));
                            }
                            driver_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Capabilities => {
                            if capabilities__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capabilities"));
                            }
                            capabilities__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Pipeline => {
                            if pipeline__.is_some() {
                                return Err(serde::de::Error::duplicate_field("pipeline"));
                            }
                            pipeline__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(HelloReply {
                    name: name__.unwrap_or_default(),
                    version: version__.unwrap_or_default(),
                    language: language__.unwrap_or_default(),
                    spec_versions: spec_versions__.unwrap_or_default(),
                    driver_version: driver_version__.unwrap_or_default(),
                    capabilities: capabilities__.unwrap_or_default(),
                    pipeline: pipeline__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.HelloReply", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Judge {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.bundle.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Judge", len)?;
        if !self.bundle.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bundle", pbjson::private::base64::encode(&self.bundle).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Judge {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "bundle",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Bundle,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "bundle" => Ok(GeneratedField::Bundle),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Judge;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Judge")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Judge, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut bundle__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Bundle => {
                            if bundle__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bundle"));
                            }
                            bundle__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Judge {
                    bundle: bundle__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Judge", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for JudgeAnswer {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.oracle.is_empty() {
            len += 1;
        }
        if !self.answer.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.JudgeAnswer", len)?;
        if !self.oracle.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("oracle", pbjson::private::base64::encode(&self.oracle).as_str())?;
        }
        if !self.answer.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("answer", pbjson::private::base64::encode(&self.answer).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for JudgeAnswer {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "oracle",
            "answer",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Oracle,
            Answer,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "oracle" => Ok(GeneratedField::Oracle),
                            "answer" => Ok(GeneratedField::Answer),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = JudgeAnswer;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.JudgeAnswer")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<JudgeAnswer, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut oracle__ = None;
                let mut answer__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Oracle => {
                            if oracle__.is_some() {
                                return Err(serde::de::Error::duplicate_field("oracle"));
                            }
                            oracle__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Answer => {
                            if answer__.is_some() {
                                return Err(serde::de::Error::duplicate_field("answer"));
                            }
                            answer__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(JudgeAnswer {
                    oracle: oracle__.unwrap_or_default(),
                    answer: answer__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.JudgeAnswer", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for JudgementInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.findings.is_empty() {
            len += 1;
        }
        if !self.unresolved.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.JudgementInfo", len)?;
        if !self.findings.is_empty() {
            struct_ser.serialize_field("findings", &self.findings)?;
        }
        if !self.unresolved.is_empty() {
            struct_ser.serialize_field("unresolved", &self.unresolved)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for JudgementInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "findings",
            "unresolved",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Findings,
            Unresolved,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "findings" => Ok(GeneratedField::Findings),
                            "unresolved" => Ok(GeneratedField::Unresolved),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = JudgementInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.JudgementInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<JudgementInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut findings__ = None;
                let mut unresolved__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Findings => {
                            if findings__.is_some() {
                                return Err(serde::de::Error::duplicate_field("findings"));
                            }
                            findings__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Unresolved => {
                            if unresolved__.is_some() {
                                return Err(serde::de::Error::duplicate_field("unresolved"));
                            }
                            unresolved__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(JudgementInfo {
                    findings: findings__.unwrap_or_default(),
                    unresolved: unresolved__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.JudgementInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Lookup {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.agent.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Lookup", len)?;
        if !self.agent.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("agent", pbjson::private::base64::encode(&self.agent).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Lookup {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "agent",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Agent,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "agent" => Ok(GeneratedField::Agent),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Lookup;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Lookup")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Lookup, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut agent__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Agent => {
                            if agent__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agent"));
                            }
                            agent__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Lookup {
                    agent: agent__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Lookup", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LookupEngagement {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.statement.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.LookupEngagement", len)?;
        if !self.statement.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("statement", pbjson::private::base64::encode(&self.statement).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LookupEngagement {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "statement",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Statement,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "statement" => Ok(GeneratedField::Statement),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LookupEngagement;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.LookupEngagement")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LookupEngagement, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut statement__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Statement => {
                            if statement__.is_some() {
                                return Err(serde::de::Error::duplicate_field("statement"));
                            }
                            statement__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(LookupEngagement {
                    statement: statement__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.LookupEngagement", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ObjectId {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.envelope.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.ObjectId", len)?;
        if !self.envelope.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("envelope", pbjson::private::base64::encode(&self.envelope).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ObjectId {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "envelope",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Envelope,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "envelope" => Ok(GeneratedField::Envelope),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ObjectId;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.ObjectId")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ObjectId, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut envelope__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Envelope => {
                            if envelope__.is_some() {
                                return Err(serde::de::Error::duplicate_field("envelope"));
                            }
                            envelope__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(ObjectId {
                    envelope: envelope__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.ObjectId", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Observe {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.payload_type.is_empty() {
            len += 1;
        }
        if !self.bundle.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Observe", len)?;
        if !self.payload_type.is_empty() {
            struct_ser.serialize_field("payloadType", &self.payload_type)?;
        }
        if !self.bundle.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bundle", pbjson::private::base64::encode(&self.bundle).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Observe {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "payload_type",
            "payloadType",
            "bundle",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PayloadType,
            Bundle,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "payloadType" | "payload_type" => Ok(GeneratedField::PayloadType),
                            "bundle" => Ok(GeneratedField::Bundle),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Observe;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Observe")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Observe, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut payload_type__ = None;
                let mut bundle__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PayloadType => {
                            if payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payloadType"));
                            }
                            payload_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Bundle => {
                            if bundle__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bundle"));
                            }
                            bundle__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Observe {
                    payload_type: payload_type__.unwrap_or_default(),
                    bundle: bundle__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Observe", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for OutcomeRecordInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.issuer.is_empty() {
            len += 1;
        }
        if !self.subject.is_empty() {
            len += 1;
        }
        if !self.contract.is_empty() {
            len += 1;
        }
        if self.rederivable {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.OutcomeRecordInfo", len)?;
        if !self.issuer.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("issuer", pbjson::private::base64::encode(&self.issuer).as_str())?;
        }
        if !self.subject.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("subject", pbjson::private::base64::encode(&self.subject).as_str())?;
        }
        if !self.contract.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("contract", pbjson::private::base64::encode(&self.contract).as_str())?;
        }
        if self.rederivable {
            struct_ser.serialize_field("rederivable", &self.rederivable)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for OutcomeRecordInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "issuer",
            "subject",
            "contract",
            "rederivable",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Issuer,
            Subject,
            Contract,
            Rederivable,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "issuer" => Ok(GeneratedField::Issuer),
                            "subject" => Ok(GeneratedField::Subject),
                            "contract" => Ok(GeneratedField::Contract),
                            "rederivable" => Ok(GeneratedField::Rederivable),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = OutcomeRecordInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.OutcomeRecordInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<OutcomeRecordInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut issuer__ = None;
                let mut subject__ = None;
                let mut contract__ = None;
                let mut rederivable__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Issuer => {
                            if issuer__.is_some() {
                                return Err(serde::de::Error::duplicate_field("issuer"));
                            }
                            issuer__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Subject => {
                            if subject__.is_some() {
                                return Err(serde::de::Error::duplicate_field("subject"));
                            }
                            subject__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Contract => {
                            if contract__.is_some() {
                                return Err(serde::de::Error::duplicate_field("contract"));
                            }
                            contract__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Rederivable => {
                            if rederivable__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rederivable"));
                            }
                            rederivable__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(OutcomeRecordInfo {
                    issuer: issuer__.unwrap_or_default(),
                    subject: subject__.unwrap_or_default(),
                    contract: contract__.unwrap_or_default(),
                    rederivable: rederivable__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.OutcomeRecordInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Output {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.value.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Output", len)?;
        if let Some(v) = self.value.as_ref() {
            match v {
                output::Value::Data(v) => {
                    #[allow(clippy::needless_borrow)]
                    #[allow(clippy::needless_borrows_for_generic_args)]
                    struct_ser.serialize_field("data", pbjson::private::base64::encode(&v).as_str())?;
                }
                output::Value::Text(v) => {
                    struct_ser.serialize_field("text", v)?;
                }
                output::Value::Verified(v) => {
                    struct_ser.serialize_field("verified", v)?;
                }
                output::Value::Entry(v) => {
                    struct_ser.serialize_field("entry", v)?;
                }
                output::Value::Derived(v) => {
                    struct_ser.serialize_field("derived", v)?;
                }
                output::Value::CanaryCase(v) => {
                    struct_ser.serialize_field("canaryCase", v)?;
                }
                output::Value::Package(v) => {
                    struct_ser.serialize_field("package", v)?;
                }
                output::Value::Discovery(v) => {
                    struct_ser.serialize_field("discovery", v)?;
                }
                output::Value::Ranked(v) => {
                    struct_ser.serialize_field("ranked", v)?;
                }
                output::Value::Engagement(v) => {
                    struct_ser.serialize_field("engagement", v)?;
                }
                output::Value::OutcomeRecord(v) => {
                    struct_ser.serialize_field("outcomeRecord", v)?;
                }
                output::Value::Judgement(v) => {
                    struct_ser.serialize_field("judgement", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Output {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "data",
            "text",
            "verified",
            "entry",
            "derived",
            "canary_case",
            "canaryCase",
            "package",
            "discovery",
            "ranked",
            "engagement",
            "outcome_record",
            "outcomeRecord",
            "judgement",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Data,
            Text,
            Verified,
            Entry,
            Derived,
            CanaryCase,
            Package,
            Discovery,
            Ranked,
            Engagement,
            OutcomeRecord,
            Judgement,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "data" => Ok(GeneratedField::Data),
                            "text" => Ok(GeneratedField::Text),
                            "verified" => Ok(GeneratedField::Verified),
                            "entry" => Ok(GeneratedField::Entry),
                            "derived" => Ok(GeneratedField::Derived),
                            "canaryCase" | "canary_case" => Ok(GeneratedField::CanaryCase),
                            "package" => Ok(GeneratedField::Package),
                            "discovery" => Ok(GeneratedField::Discovery),
                            "ranked" => Ok(GeneratedField::Ranked),
                            "engagement" => Ok(GeneratedField::Engagement),
                            "outcomeRecord" | "outcome_record" => Ok(GeneratedField::OutcomeRecord),
                            "judgement" => Ok(GeneratedField::Judgement),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Output;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Output")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Output, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut value__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Data => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("data"));
                            }
                            value__ = map_.next_value::<::std::option::Option<::pbjson::private::BytesDeserialize<_>>>()?.map(|x| output::Value::Data(x.0));
                        }
                        GeneratedField::Text => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("text"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Text);
                        }
                        GeneratedField::Verified => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("verified"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Verified)
;
                        }
                        GeneratedField::Entry => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("entry"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Entry)
;
                        }
                        GeneratedField::Derived => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("derived"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Derived)
;
                        }
                        GeneratedField::CanaryCase => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("canaryCase"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::CanaryCase)
;
                        }
                        GeneratedField::Package => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("package"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Package)
;
                        }
                        GeneratedField::Discovery => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("discovery"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Discovery)
;
                        }
                        GeneratedField::Ranked => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("ranked"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Ranked)
;
                        }
                        GeneratedField::Engagement => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("engagement"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Engagement)
;
                        }
                        GeneratedField::OutcomeRecord => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("outcomeRecord"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::OutcomeRecord)
;
                        }
                        GeneratedField::Judgement => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("judgement"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(output::Value::Judgement)
;
                        }
                    }
                }
                Ok(Output {
                    value: value__,
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Output", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageFault {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.member.is_empty() {
            len += 1;
        }
        if self.index != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.PackageFault", len)?;
        if !self.member.is_empty() {
            struct_ser.serialize_field("member", &self.member)?;
        }
        if self.index != 0 {
            struct_ser.serialize_field("index", &self.index)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackageFault {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "member",
            "index",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Member,
            Index,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "member" => Ok(GeneratedField::Member),
                            "index" => Ok(GeneratedField::Index),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackageFault;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.PackageFault")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackageFault, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut member__ = None;
                let mut index__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Member => {
                            if member__.is_some() {
                                return Err(serde::de::Error::duplicate_field("member"));
                            }
                            member__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Index => {
                            if index__.is_some() {
                                return Err(serde::de::Error::duplicate_field("index"));
                            }
                            index__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(PackageFault {
                    member: member__.unwrap_or_default(),
                    index: index__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.PackageFault", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.faults.is_empty() {
            len += 1;
        }
        if self.bilateral {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.PackageInfo", len)?;
        if !self.faults.is_empty() {
            struct_ser.serialize_field("faults", &self.faults)?;
        }
        if self.bilateral {
            struct_ser.serialize_field("bilateral", &self.bilateral)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackageInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "faults",
            "bilateral",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Faults,
            Bilateral,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "faults" => Ok(GeneratedField::Faults),
                            "bilateral" => Ok(GeneratedField::Bilateral),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackageInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.PackageInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackageInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut faults__ = None;
                let mut bilateral__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Faults => {
                            if faults__.is_some() {
                                return Err(serde::de::Error::duplicate_field("faults"));
                            }
                            faults__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Bilateral => {
                            if bilateral__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bilateral"));
                            }
                            bilateral__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(PackageInfo {
                    faults: faults__.unwrap_or_default(),
                    bilateral: bilateral__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.PackageInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Pae {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.payload_type.is_empty() {
            len += 1;
        }
        if !self.payload.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Pae", len)?;
        if !self.payload_type.is_empty() {
            struct_ser.serialize_field("payloadType", &self.payload_type)?;
        }
        if !self.payload.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("payload", pbjson::private::base64::encode(&self.payload).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Pae {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "payload_type",
            "payloadType",
            "payload",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PayloadType,
            Payload,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "payloadType" | "payload_type" => Ok(GeneratedField::PayloadType),
                            "payload" => Ok(GeneratedField::Payload),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Pae;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Pae")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Pae, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut payload_type__ = None;
                let mut payload__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PayloadType => {
                            if payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payloadType"));
                            }
                            payload_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Payload => {
                            if payload__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payload"));
                            }
                            payload__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Pae {
                    payload_type: payload_type__.unwrap_or_default(),
                    payload: payload__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Pae", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PeerIdDecode {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.peer_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.PeerIdDecode", len)?;
        if !self.peer_id.is_empty() {
            struct_ser.serialize_field("peerId", &self.peer_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PeerIdDecode {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "peer_id",
            "peerId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PeerId,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "peerId" | "peer_id" => Ok(GeneratedField::PeerId),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PeerIdDecode;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.PeerIdDecode")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PeerIdDecode, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut peer_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PeerId => {
                            if peer_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("peerId"));
                            }
                            peer_id__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(PeerIdDecode {
                    peer_id: peer_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.PeerIdDecode", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PeerIdEncode {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.agent.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.PeerIdEncode", len)?;
        if !self.agent.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("agent", pbjson::private::base64::encode(&self.agent).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PeerIdEncode {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "agent",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Agent,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "agent" => Ok(GeneratedField::Agent),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PeerIdEncode;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.PeerIdEncode")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PeerIdEncode, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut agent__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Agent => {
                            if agent__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agent"));
                            }
                            agent__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(PeerIdEncode {
                    agent: agent__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.PeerIdEncode", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Rank {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.objectives.is_empty() {
            len += 1;
        }
        if !self.candidates.is_empty() {
            len += 1;
        }
        if !self.tie_seed.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Rank", len)?;
        if !self.objectives.is_empty() {
            struct_ser.serialize_field("objectives", &self.objectives.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        if !self.candidates.is_empty() {
            struct_ser.serialize_field("candidates", &self.candidates)?;
        }
        if !self.tie_seed.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tieSeed", pbjson::private::base64::encode(&self.tie_seed).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Rank {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "objectives",
            "candidates",
            "tie_seed",
            "tieSeed",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Objectives,
            Candidates,
            TieSeed,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "objectives" => Ok(GeneratedField::Objectives),
                            "candidates" => Ok(GeneratedField::Candidates),
                            "tieSeed" | "tie_seed" => Ok(GeneratedField::TieSeed),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Rank;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Rank")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Rank, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut objectives__ = None;
                let mut candidates__ = None;
                let mut tie_seed__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Objectives => {
                            if objectives__.is_some() {
                                return Err(serde::de::Error::duplicate_field("objectives"));
                            }
                            objectives__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                        GeneratedField::Candidates => {
                            if candidates__.is_some() {
                                return Err(serde::de::Error::duplicate_field("candidates"));
                            }
                            candidates__ = Some(map_.next_value()?);
                        }
                        GeneratedField::TieSeed => {
                            if tie_seed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tieSeed"));
                            }
                            tie_seed__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Rank {
                    objectives: objectives__.unwrap_or_default(),
                    candidates: candidates__.unwrap_or_default(),
                    tie_seed: tie_seed__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Rank", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RankCandidate {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.id.is_empty() {
            len += 1;
        }
        if !self.figures.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.RankCandidate", len)?;
        if !self.id.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("id", pbjson::private::base64::encode(&self.id).as_str())?;
        }
        if !self.figures.is_empty() {
            struct_ser.serialize_field("figures", &self.figures)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RankCandidate {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "id",
            "figures",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Figures,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "id" => Ok(GeneratedField::Id),
                            "figures" => Ok(GeneratedField::Figures),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RankCandidate;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.RankCandidate")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RankCandidate, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut figures__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Id => {
                            if id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("id"));
                            }
                            id__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Figures => {
                            if figures__.is_some() {
                                return Err(serde::de::Error::duplicate_field("figures"));
                            }
                            figures__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(RankCandidate {
                    id: id__.unwrap_or_default(),
                    figures: figures__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.RankCandidate", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RankedCandidate {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.id.is_empty() {
            len += 1;
        }
        if self.front != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.RankedCandidate", len)?;
        if !self.id.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("id", pbjson::private::base64::encode(&self.id).as_str())?;
        }
        if self.front != 0 {
            struct_ser.serialize_field("front", &self.front)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RankedCandidate {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "id",
            "front",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Front,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "id" => Ok(GeneratedField::Id),
                            "front" => Ok(GeneratedField::Front),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RankedCandidate;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.RankedCandidate")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RankedCandidate, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut front__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Id => {
                            if id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("id"));
                            }
                            id__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Front => {
                            if front__.is_some() {
                                return Err(serde::de::Error::duplicate_field("front"));
                            }
                            front__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(RankedCandidate {
                    id: id__.unwrap_or_default(),
                    front: front__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.RankedCandidate", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RankedInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.candidates.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.RankedInfo", len)?;
        if !self.candidates.is_empty() {
            struct_ser.serialize_field("candidates", &self.candidates)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RankedInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "candidates",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Candidates,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "candidates" => Ok(GeneratedField::Candidates),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RankedInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.RankedInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RankedInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut candidates__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Candidates => {
                            if candidates__.is_some() {
                                return Err(serde::de::Error::duplicate_field("candidates"));
                            }
                            candidates__ = Some(map_.next_value()?);
                        }
                    }
                }
                Ok(RankedInfo {
                    candidates: candidates__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.RankedInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Request {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.token.is_empty() {
            len += 1;
        }
        if self.now_ms != 0 {
            len += 1;
        }
        if self.seed != 0 {
            len += 1;
        }
        if self.operation.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Request", len)?;
        if !self.token.is_empty() {
            struct_ser.serialize_field("token", &self.token)?;
        }
        if self.now_ms != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("nowMs", ToString::to_string(&self.now_ms).as_str())?;
        }
        if self.seed != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("seed", ToString::to_string(&self.seed).as_str())?;
        }
        if let Some(v) = self.operation.as_ref() {
            match v {
                request::Operation::Hello(v) => {
                    struct_ser.serialize_field("hello", v)?;
                }
                request::Operation::Begin(v) => {
                    struct_ser.serialize_field("begin", v)?;
                }
                request::Operation::Verify(v) => {
                    struct_ser.serialize_field("verify", v)?;
                }
                request::Operation::Observe(v) => {
                    struct_ser.serialize_field("observe", v)?;
                }
                request::Operation::Apply(v) => {
                    struct_ser.serialize_field("apply", v)?;
                }
                request::Operation::Lookup(v) => {
                    struct_ser.serialize_field("lookup", v)?;
                }
                request::Operation::CheckEquivocation(v) => {
                    struct_ser.serialize_field("checkEquivocation", v)?;
                }
                request::Operation::Pae(v) => {
                    struct_ser.serialize_field("pae", v)?;
                }
                request::Operation::ObjectId(v) => {
                    struct_ser.serialize_field("objectId", v)?;
                }
                request::Operation::DsseJson(v) => {
                    struct_ser.serialize_field("dsseJson", v)?;
                }
                request::Operation::AdmitKey(v) => {
                    struct_ser.serialize_field("admitKey", v)?;
                }
                request::Operation::VerifySignature(v) => {
                    struct_ser.serialize_field("verifySignature", v)?;
                }
                request::Operation::DidKeyEncode(v) => {
                    struct_ser.serialize_field("didKeyEncode", v)?;
                }
                request::Operation::DidKeyDecode(v) => {
                    struct_ser.serialize_field("didKeyDecode", v)?;
                }
                request::Operation::PeerIdEncode(v) => {
                    struct_ser.serialize_field("peerIdEncode", v)?;
                }
                request::Operation::PeerIdDecode(v) => {
                    struct_ser.serialize_field("peerIdDecode", v)?;
                }
                request::Operation::Sign(v) => {
                    struct_ser.serialize_field("sign", v)?;
                }
                request::Operation::JudgeAnswer(v) => {
                    struct_ser.serialize_field("judgeAnswer", v)?;
                }
                request::Operation::DeriveCanary(v) => {
                    struct_ser.serialize_field("deriveCanary", v)?;
                }
                request::Operation::CheckCanaryCase(v) => {
                    struct_ser.serialize_field("checkCanaryCase", v)?;
                }
                request::Operation::TreeRoot(v) => {
                    struct_ser.serialize_field("treeRoot", v)?;
                }
                request::Operation::CheckInclusion(v) => {
                    struct_ser.serialize_field("checkInclusion", v)?;
                }
                request::Operation::CheckConsistency(v) => {
                    struct_ser.serialize_field("checkConsistency", v)?;
                }
                request::Operation::CheckPackage(v) => {
                    struct_ser.serialize_field("checkPackage", v)?;
                }
                request::Operation::CheckDisclosure(v) => {
                    struct_ser.serialize_field("checkDisclosure", v)?;
                }
                request::Operation::CheckFork(v) => {
                    struct_ser.serialize_field("checkFork", v)?;
                }
                request::Operation::Discover(v) => {
                    struct_ser.serialize_field("discover", v)?;
                }
                request::Operation::Rank(v) => {
                    struct_ser.serialize_field("rank", v)?;
                }
                request::Operation::CheckAnswer(v) => {
                    struct_ser.serialize_field("checkAnswer", v)?;
                }
                request::Operation::CheckRegistration(v) => {
                    struct_ser.serialize_field("checkRegistration", v)?;
                }
                request::Operation::CheckOmission(v) => {
                    struct_ser.serialize_field("checkOmission", v)?;
                }
                request::Operation::LookupEngagement(v) => {
                    struct_ser.serialize_field("lookupEngagement", v)?;
                }
                request::Operation::CheckOutcomeRecord(v) => {
                    struct_ser.serialize_field("checkOutcomeRecord", v)?;
                }
                request::Operation::Judge(v) => {
                    struct_ser.serialize_field("judge", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Request {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "token",
            "now_ms",
            "nowMs",
            "seed",
            "hello",
            "begin",
            "verify",
            "observe",
            "apply",
            "lookup",
            "check_equivocation",
            "checkEquivocation",
            "pae",
            "object_id",
            "objectId",
            "dsse_json",
            "dsseJson",
            "admit_key",
            "admitKey",
            "verify_signature",
            "verifySignature",
            "did_key_encode",
            "didKeyEncode",
            "did_key_decode",
            "didKeyDecode",
            "peer_id_encode",
            "peerIdEncode",
            "peer_id_decode",
            "peerIdDecode",
            "sign",
            "judge_answer",
            "judgeAnswer",
            "derive_canary",
            "deriveCanary",
            "check_canary_case",
            "checkCanaryCase",
            "tree_root",
            "treeRoot",
            "check_inclusion",
            "checkInclusion",
            "check_consistency",
            "checkConsistency",
            "check_package",
            "checkPackage",
            "check_disclosure",
            "checkDisclosure",
            "check_fork",
            "checkFork",
            "discover",
            "rank",
            "check_answer",
            "checkAnswer",
            "check_registration",
            "checkRegistration",
            "check_omission",
            "checkOmission",
            "lookup_engagement",
            "lookupEngagement",
            "check_outcome_record",
            "checkOutcomeRecord",
            "judge",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Token,
            NowMs,
            Seed,
            Hello,
            Begin,
            Verify,
            Observe,
            Apply,
            Lookup,
            CheckEquivocation,
            Pae,
            ObjectId,
            DsseJson,
            AdmitKey,
            VerifySignature,
            DidKeyEncode,
            DidKeyDecode,
            PeerIdEncode,
            PeerIdDecode,
            Sign,
            JudgeAnswer,
            DeriveCanary,
            CheckCanaryCase,
            TreeRoot,
            CheckInclusion,
            CheckConsistency,
            CheckPackage,
            CheckDisclosure,
            CheckFork,
            Discover,
            Rank,
            CheckAnswer,
            CheckRegistration,
            CheckOmission,
            LookupEngagement,
            CheckOutcomeRecord,
            Judge,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "token" => Ok(GeneratedField::Token),
                            "nowMs" | "now_ms" => Ok(GeneratedField::NowMs),
                            "seed" => Ok(GeneratedField::Seed),
                            "hello" => Ok(GeneratedField::Hello),
                            "begin" => Ok(GeneratedField::Begin),
                            "verify" => Ok(GeneratedField::Verify),
                            "observe" => Ok(GeneratedField::Observe),
                            "apply" => Ok(GeneratedField::Apply),
                            "lookup" => Ok(GeneratedField::Lookup),
                            "checkEquivocation" | "check_equivocation" => Ok(GeneratedField::CheckEquivocation),
                            "pae" => Ok(GeneratedField::Pae),
                            "objectId" | "object_id" => Ok(GeneratedField::ObjectId),
                            "dsseJson" | "dsse_json" => Ok(GeneratedField::DsseJson),
                            "admitKey" | "admit_key" => Ok(GeneratedField::AdmitKey),
                            "verifySignature" | "verify_signature" => Ok(GeneratedField::VerifySignature),
                            "didKeyEncode" | "did_key_encode" => Ok(GeneratedField::DidKeyEncode),
                            "didKeyDecode" | "did_key_decode" => Ok(GeneratedField::DidKeyDecode),
                            "peerIdEncode" | "peer_id_encode" => Ok(GeneratedField::PeerIdEncode),
                            "peerIdDecode" | "peer_id_decode" => Ok(GeneratedField::PeerIdDecode),
                            "sign" => Ok(GeneratedField::Sign),
                            "judgeAnswer" | "judge_answer" => Ok(GeneratedField::JudgeAnswer),
                            "deriveCanary" | "derive_canary" => Ok(GeneratedField::DeriveCanary),
                            "checkCanaryCase" | "check_canary_case" => Ok(GeneratedField::CheckCanaryCase),
                            "treeRoot" | "tree_root" => Ok(GeneratedField::TreeRoot),
                            "checkInclusion" | "check_inclusion" => Ok(GeneratedField::CheckInclusion),
                            "checkConsistency" | "check_consistency" => Ok(GeneratedField::CheckConsistency),
                            "checkPackage" | "check_package" => Ok(GeneratedField::CheckPackage),
                            "checkDisclosure" | "check_disclosure" => Ok(GeneratedField::CheckDisclosure),
                            "checkFork" | "check_fork" => Ok(GeneratedField::CheckFork),
                            "discover" => Ok(GeneratedField::Discover),
                            "rank" => Ok(GeneratedField::Rank),
                            "checkAnswer" | "check_answer" => Ok(GeneratedField::CheckAnswer),
                            "checkRegistration" | "check_registration" => Ok(GeneratedField::CheckRegistration),
                            "checkOmission" | "check_omission" => Ok(GeneratedField::CheckOmission),
                            "lookupEngagement" | "lookup_engagement" => Ok(GeneratedField::LookupEngagement),
                            "checkOutcomeRecord" | "check_outcome_record" => Ok(GeneratedField::CheckOutcomeRecord),
                            "judge" => Ok(GeneratedField::Judge),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Request;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Request")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Request, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut token__ = None;
                let mut now_ms__ = None;
                let mut seed__ = None;
                let mut operation__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Token => {
                            if token__.is_some() {
                                return Err(serde::de::Error::duplicate_field("token"));
                            }
                            token__ = Some(map_.next_value()?);
                        }
                        GeneratedField::NowMs => {
                            if now_ms__.is_some() {
                                return Err(serde::de::Error::duplicate_field("nowMs"));
                            }
                            now_ms__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Seed => {
                            if seed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("seed"));
                            }
                            seed__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Hello => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("hello"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Hello)
;
                        }
                        GeneratedField::Begin => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("begin"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Begin)
;
                        }
                        GeneratedField::Verify => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("verify"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Verify)
;
                        }
                        GeneratedField::Observe => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("observe"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Observe)
;
                        }
                        GeneratedField::Apply => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("apply"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Apply)
;
                        }
                        GeneratedField::Lookup => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lookup"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Lookup)
;
                        }
                        GeneratedField::CheckEquivocation => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkEquivocation"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckEquivocation)
;
                        }
                        GeneratedField::Pae => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("pae"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Pae)
;
                        }
                        GeneratedField::ObjectId => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("objectId"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::ObjectId)
;
                        }
                        GeneratedField::DsseJson => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("dsseJson"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::DsseJson)
;
                        }
                        GeneratedField::AdmitKey => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("admitKey"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::AdmitKey)
;
                        }
                        GeneratedField::VerifySignature => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("verifySignature"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::VerifySignature)
;
                        }
                        GeneratedField::DidKeyEncode => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("didKeyEncode"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::DidKeyEncode)
;
                        }
                        GeneratedField::DidKeyDecode => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("didKeyDecode"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::DidKeyDecode)
;
                        }
                        GeneratedField::PeerIdEncode => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("peerIdEncode"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::PeerIdEncode)
;
                        }
                        GeneratedField::PeerIdDecode => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("peerIdDecode"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::PeerIdDecode)
;
                        }
                        GeneratedField::Sign => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("sign"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Sign)
;
                        }
                        GeneratedField::JudgeAnswer => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("judgeAnswer"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::JudgeAnswer)
;
                        }
                        GeneratedField::DeriveCanary => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("deriveCanary"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::DeriveCanary)
;
                        }
                        GeneratedField::CheckCanaryCase => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkCanaryCase"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckCanaryCase)
;
                        }
                        GeneratedField::TreeRoot => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("treeRoot"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::TreeRoot)
;
                        }
                        GeneratedField::CheckInclusion => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkInclusion"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckInclusion)
;
                        }
                        GeneratedField::CheckConsistency => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkConsistency"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckConsistency)
;
                        }
                        GeneratedField::CheckPackage => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkPackage"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckPackage)
;
                        }
                        GeneratedField::CheckDisclosure => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkDisclosure"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckDisclosure)
;
                        }
                        GeneratedField::CheckFork => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkFork"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckFork)
;
                        }
                        GeneratedField::Discover => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("discover"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Discover)
;
                        }
                        GeneratedField::Rank => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rank"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Rank)
;
                        }
                        GeneratedField::CheckAnswer => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkAnswer"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckAnswer)
;
                        }
                        GeneratedField::CheckRegistration => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkRegistration"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckRegistration)
;
                        }
                        GeneratedField::CheckOmission => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkOmission"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckOmission)
;
                        }
                        GeneratedField::LookupEngagement => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lookupEngagement"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::LookupEngagement)
;
                        }
                        GeneratedField::CheckOutcomeRecord => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("checkOutcomeRecord"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::CheckOutcomeRecord)
;
                        }
                        GeneratedField::Judge => {
                            if operation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("judge"));
                            }
                            operation__ = map_.next_value::<::std::option::Option<_>>()?.map(request::Operation::Judge)
;
                        }
                    }
                }
                Ok(Request {
                    token: token__.unwrap_or_default(),
                    now_ms: now_ms__.unwrap_or_default(),
                    seed: seed__.unwrap_or_default(),
                    operation: operation__,
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Request", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Response {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.token.is_empty() {
            len += 1;
        }
        if self.outcome.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Response", len)?;
        if !self.token.is_empty() {
            struct_ser.serialize_field("token", &self.token)?;
        }
        if let Some(v) = self.outcome.as_ref() {
            match v {
                response::Outcome::Hello(v) => {
                    struct_ser.serialize_field("hello", v)?;
                }
                response::Outcome::Answer(v) => {
                    struct_ser.serialize_field("answer", v)?;
                }
                response::Outcome::Unsupported(v) => {
                    struct_ser.serialize_field("unsupported", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Response {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "token",
            "hello",
            "answer",
            "unsupported",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Token,
            Hello,
            Answer,
            Unsupported,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "token" => Ok(GeneratedField::Token),
                            "hello" => Ok(GeneratedField::Hello),
                            "answer" => Ok(GeneratedField::Answer),
                            "unsupported" => Ok(GeneratedField::Unsupported),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Response;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Response")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Response, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut token__ = None;
                let mut outcome__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Token => {
                            if token__.is_some() {
                                return Err(serde::de::Error::duplicate_field("token"));
                            }
                            token__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Hello => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("hello"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(response::Outcome::Hello)
;
                        }
                        GeneratedField::Answer => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("answer"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(response::Outcome::Answer)
;
                        }
                        GeneratedField::Unsupported => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("unsupported"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(response::Outcome::Unsupported)
;
                        }
                    }
                }
                Ok(Response {
                    token: token__.unwrap_or_default(),
                    outcome: outcome__,
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Response", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Sign {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.secret_seed.is_empty() {
            len += 1;
        }
        if !self.payload_type.is_empty() {
            len += 1;
        }
        if !self.payload.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Sign", len)?;
        if !self.secret_seed.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("secretSeed", pbjson::private::base64::encode(&self.secret_seed).as_str())?;
        }
        if !self.payload_type.is_empty() {
            struct_ser.serialize_field("payloadType", &self.payload_type)?;
        }
        if !self.payload.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("payload", pbjson::private::base64::encode(&self.payload).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Sign {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "secret_seed",
            "secretSeed",
            "payload_type",
            "payloadType",
            "payload",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            SecretSeed,
            PayloadType,
            Payload,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "secretSeed" | "secret_seed" => Ok(GeneratedField::SecretSeed),
                            "payloadType" | "payload_type" => Ok(GeneratedField::PayloadType),
                            "payload" => Ok(GeneratedField::Payload),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Sign;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Sign")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Sign, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut secret_seed__ = None;
                let mut payload_type__ = None;
                let mut payload__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::SecretSeed => {
                            if secret_seed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("secretSeed"));
                            }
                            secret_seed__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PayloadType => {
                            if payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payloadType"));
                            }
                            payload_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Payload => {
                            if payload__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payload"));
                            }
                            payload__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Sign {
                    secret_seed: secret_seed__.unwrap_or_default(),
                    payload_type: payload_type__.unwrap_or_default(),
                    payload: payload__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Sign", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Stage {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "STAGE_UNSPECIFIED",
            Self::Size => "STAGE_SIZE",
            Self::Encoding => "STAGE_ENCODING",
            Self::Type => "STAGE_TYPE",
            Self::PayloadSize => "STAGE_PAYLOAD_SIZE",
            Self::Key => "STAGE_KEY",
            Self::Signature => "STAGE_SIGNATURE",
            Self::PayloadEncoding => "STAGE_PAYLOAD_ENCODING",
            Self::Semantic => "STAGE_SEMANTIC",
            Self::Delegation => "STAGE_DELEGATION",
            Self::Freshness => "STAGE_FRESHNESS",
            Self::Replay => "STAGE_REPLAY",
            Self::Chain => "STAGE_CHAIN",
            Self::Attestation => "STAGE_ATTESTATION",
            Self::Policy => "STAGE_POLICY",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for Stage {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "STAGE_UNSPECIFIED",
            "STAGE_SIZE",
            "STAGE_ENCODING",
            "STAGE_TYPE",
            "STAGE_PAYLOAD_SIZE",
            "STAGE_KEY",
            "STAGE_SIGNATURE",
            "STAGE_PAYLOAD_ENCODING",
            "STAGE_SEMANTIC",
            "STAGE_DELEGATION",
            "STAGE_FRESHNESS",
            "STAGE_REPLAY",
            "STAGE_CHAIN",
            "STAGE_ATTESTATION",
            "STAGE_POLICY",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = Stage;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "STAGE_UNSPECIFIED" => Ok(Stage::Unspecified),
                    "STAGE_SIZE" => Ok(Stage::Size),
                    "STAGE_ENCODING" => Ok(Stage::Encoding),
                    "STAGE_TYPE" => Ok(Stage::Type),
                    "STAGE_PAYLOAD_SIZE" => Ok(Stage::PayloadSize),
                    "STAGE_KEY" => Ok(Stage::Key),
                    "STAGE_SIGNATURE" => Ok(Stage::Signature),
                    "STAGE_PAYLOAD_ENCODING" => Ok(Stage::PayloadEncoding),
                    "STAGE_SEMANTIC" => Ok(Stage::Semantic),
                    "STAGE_DELEGATION" => Ok(Stage::Delegation),
                    "STAGE_FRESHNESS" => Ok(Stage::Freshness),
                    "STAGE_REPLAY" => Ok(Stage::Replay),
                    "STAGE_CHAIN" => Ok(Stage::Chain),
                    "STAGE_ATTESTATION" => Ok(Stage::Attestation),
                    "STAGE_POLICY" => Ok(Stage::Policy),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for TreeRoot {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.leaves.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.TreeRoot", len)?;
        if !self.leaves.is_empty() {
            struct_ser.serialize_field("leaves", &self.leaves.iter().map(pbjson::private::base64::encode).collect::<Vec<_>>())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TreeRoot {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "leaves",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Leaves,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "leaves" => Ok(GeneratedField::Leaves),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TreeRoot;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.TreeRoot")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TreeRoot, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut leaves__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Leaves => {
                            if leaves__.is_some() {
                                return Err(serde::de::Error::duplicate_field("leaves"));
                            }
                            leaves__ = 
                                Some(map_.next_value::<Vec<::pbjson::private::BytesDeserialize<_>>>()?
                                    .into_iter().map(|x| x.0).collect())
                            ;
                        }
                    }
                }
                Ok(TreeRoot {
                    leaves: leaves__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.TreeRoot", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Unsupported {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("casp.conformance.v1.Unsupported", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Unsupported {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                            Err(serde::de::Error::unknown_field(value, FIELDS))
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Unsupported;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Unsupported")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Unsupported, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(Unsupported {
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Unsupported", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Verdict {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "VERDICT_UNSPECIFIED",
            Self::Accept => "VERDICT_ACCEPT",
            Self::Ignore => "VERDICT_IGNORE",
            Self::Reject => "VERDICT_REJECT",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for Verdict {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "VERDICT_UNSPECIFIED",
            "VERDICT_ACCEPT",
            "VERDICT_IGNORE",
            "VERDICT_REJECT",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = Verdict;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "VERDICT_UNSPECIFIED" => Ok(Verdict::Unspecified),
                    "VERDICT_ACCEPT" => Ok(Verdict::Accept),
                    "VERDICT_IGNORE" => Ok(Verdict::Ignore),
                    "VERDICT_REJECT" => Ok(Verdict::Reject),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for VerifiedInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.object_id.is_empty() {
            len += 1;
        }
        if !self.issuer.is_empty() {
            len += 1;
        }
        if !self.signer.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.VerifiedInfo", len)?;
        if !self.object_id.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("objectId", pbjson::private::base64::encode(&self.object_id).as_str())?;
        }
        if !self.issuer.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("issuer", pbjson::private::base64::encode(&self.issuer).as_str())?;
        }
        if !self.signer.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("signer", pbjson::private::base64::encode(&self.signer).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for VerifiedInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "object_id",
            "objectId",
            "issuer",
            "signer",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            ObjectId,
            Issuer,
            Signer,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "objectId" | "object_id" => Ok(GeneratedField::ObjectId),
                            "issuer" => Ok(GeneratedField::Issuer),
                            "signer" => Ok(GeneratedField::Signer),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = VerifiedInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.VerifiedInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<VerifiedInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut object_id__ = None;
                let mut issuer__ = None;
                let mut signer__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::ObjectId => {
                            if object_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("objectId"));
                            }
                            object_id__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Issuer => {
                            if issuer__.is_some() {
                                return Err(serde::de::Error::duplicate_field("issuer"));
                            }
                            issuer__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Signer => {
                            if signer__.is_some() {
                                return Err(serde::de::Error::duplicate_field("signer"));
                            }
                            signer__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(VerifiedInfo {
                    object_id: object_id__.unwrap_or_default(),
                    issuer: issuer__.unwrap_or_default(),
                    signer: signer__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.VerifiedInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Verify {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.payload_type.is_empty() {
            len += 1;
        }
        if !self.bundle.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Verify", len)?;
        if !self.payload_type.is_empty() {
            struct_ser.serialize_field("payloadType", &self.payload_type)?;
        }
        if !self.bundle.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bundle", pbjson::private::base64::encode(&self.bundle).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Verify {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "payload_type",
            "payloadType",
            "bundle",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PayloadType,
            Bundle,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "payloadType" | "payload_type" => Ok(GeneratedField::PayloadType),
                            "bundle" => Ok(GeneratedField::Bundle),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Verify;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.Verify")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Verify, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut payload_type__ = None;
                let mut bundle__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PayloadType => {
                            if payload_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("payloadType"));
                            }
                            payload_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Bundle => {
                            if bundle__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bundle"));
                            }
                            bundle__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(Verify {
                    payload_type: payload_type__.unwrap_or_default(),
                    bundle: bundle__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Verify", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for VerifySignature {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.public_key.is_empty() {
            len += 1;
        }
        if !self.message.is_empty() {
            len += 1;
        }
        if !self.signature.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.VerifySignature", len)?;
        if !self.public_key.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("publicKey", pbjson::private::base64::encode(&self.public_key).as_str())?;
        }
        if !self.message.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("message", pbjson::private::base64::encode(&self.message).as_str())?;
        }
        if !self.signature.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("signature", pbjson::private::base64::encode(&self.signature).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for VerifySignature {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "public_key",
            "publicKey",
            "message",
            "signature",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PublicKey,
            Message,
            Signature,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "publicKey" | "public_key" => Ok(GeneratedField::PublicKey),
                            "message" => Ok(GeneratedField::Message),
                            "signature" => Ok(GeneratedField::Signature),
                            _ => Err(serde::de::Error::unknown_field(value, FIELDS)),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = VerifySignature;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct casp.conformance.v1.VerifySignature")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<VerifySignature, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut public_key__ = None;
                let mut message__ = None;
                let mut signature__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PublicKey => {
                            if public_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("publicKey"));
                            }
                            public_key__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Message => {
                            if message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("message"));
                            }
                            message__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Signature => {
                            if signature__.is_some() {
                                return Err(serde::de::Error::duplicate_field("signature"));
                            }
                            signature__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                    }
                }
                Ok(VerifySignature {
                    public_key: public_key__.unwrap_or_default(),
                    message: message__.unwrap_or_default(),
                    signature: signature__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.VerifySignature", FIELDS, GeneratedVisitor)
    }
}
