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
        let mut struct_ser = serializer.serialize_struct("casp.conformance.v1.Apply", len)?;
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
                Ok(Apply {
                    payload_type: payload_type__.unwrap_or_default(),
                    bundle: bundle__.unwrap_or_default(),
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
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            NetworkId,
            Verifier,
            StoreCapacity,
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
                    }
                }
                Ok(Begin {
                    network_id: network_id__.unwrap_or_default(),
                    verifier: verifier__.unwrap_or_default(),
                    store_capacity: store_capacity__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("casp.conformance.v1.Begin", FIELDS, GeneratedVisitor)
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
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Data,
            Text,
            Verified,
            Entry,
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
