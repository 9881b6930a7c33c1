//! Writes a network as an ONNX model.
//!
//! Input `window` and output `reconstruction` are `[batch, window, 1]`. The graph has a form that both tract and ONNX
//! Runtime run. Initial states are given, and made from the batch by Shape, Concat and Expand (if omitted, they have no
//! size while the batch is unknown). The code is repeated by Gather (tract cannot make Tile smaller).

use prost::Message;
use tract_onnx::pb;

use crate::network::{CellRange, Shape};

/// The bytes of an ONNX model with these parameters.
pub fn onnx(shape: Shape, parameters: &[f32]) -> Vec<u8> {
    let (window, hidden) = (shape.window as i64, shape.hidden as i64);
    let mut graph = Graph::default();
    graph.numbers("zero", &[0]);
    graph.numbers("one", &[1]);
    graph.numbers("hidden", &[hidden]);
    graph.numbers("repeats", &vec![0; shape.window]);
    graph.numbers("backwards", &(0..window).rev().collect::<Vec<_>>());
    graph.weights("nought", &[1, 1, 1], &[0.0]);
    graph.lstm("encoder", shape, parameters, shape.encoder(), 1);
    graph.lstm("decoder", shape, parameters, shape.decoder(), hidden);
    let dense = &parameters[shape.dense()..];
    graph.weights("dense_w", &[hidden, 1], &dense[..shape.hidden]);
    graph.weights("dense_b", &[1], &dense[shape.hidden..]);

    graph.node("Shape", &["window"], &["shape"], vec![]);
    graph.node("Gather", &["shape", "zero"], &["batch"], vec![]);
    graph.node("Concat", &["one", "batch", "hidden"], &["state_shape"], vec![whole("axis", 0)]);
    graph.node("Expand", &["nought", "state_shape"], &["state"], vec![]);
    graph.node("Transpose", &["window"], &["samples"], vec![wholes("perm", &[1, 0, 2])]);
    graph.node("LSTM", &lstm_inputs("samples", "encoder"), &["", "code"], vec![whole("hidden_size", hidden)]);
    graph.node("Gather", &["code", "repeats"], &["codes"], vec![whole("axis", 0)]);
    graph.node(
        "LSTM",
        &lstm_inputs("codes", "decoder"),
        &["states_by_direction"],
        vec![whole("hidden_size", hidden)],
    );
    graph.node("Squeeze", &["states_by_direction", "one"], &["states"], vec![]);
    graph.node("MatMul", &["states", "dense_w"], &["products"], vec![]);
    graph.node("Add", &["products", "dense_b"], &["newest_first"], vec![]);
    graph.node("Gather", &["newest_first", "backwards"], &["oldest_first"], vec![whole("axis", 0)]);
    graph.node("Transpose", &["oldest_first"], &["reconstruction"], vec![wholes("perm", &[1, 0, 2])]);

    let model = pb::ModelProto {
        ir_version: 8,
        opset_import: vec![pb::OperatorSetIdProto { domain: String::new(), version: 17 }],
        producer_name: "seismo-trainer".to_owned(),
        graph: Some(pb::GraphProto {
            node: graph.nodes,
            name: "lstm_autoencoder".to_owned(),
            initializer: graph.constants,
            input: vec![tensor_info("window", window)],
            output: vec![tensor_info("reconstruction", window)],
            ..pb::GraphProto::default()
        }),
        ..pb::ModelProto::default()
    };
    model.encode_to_vec()
}

#[derive(Default)]
struct Graph {
    nodes: Vec<pb::NodeProto>,
    constants: Vec<pb::TensorProto>,
}

impl Graph {
    fn node(&mut self, op: &str, input: &[&str], output: &[&str], attribute: Vec<pb::AttributeProto>) {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let name = output.last().map_or_else(String::new, |name| format!("make_{name}"));
        let op_type = op.to_owned();
        self.nodes.push(pb::NodeProto {
            input: owned(input),
            output: owned(output),
            name,
            op_type,
            attribute,
            ..Default::default()
        });
    }

    /// An LSTM's parameters. ONNX has two biases, for input and for recurrence; the second is zero.
    fn lstm(&mut self, name: &str, shape: Shape, parameters: &[f32], at: CellRange, inputs: i64) {
        let (hidden, gates) = (shape.hidden as i64, 4 * shape.hidden);
        self.weights(
            &format!("{name}_w"),
            &[1, 4 * hidden, inputs],
            &parameters[at.w..at.w + gates * inputs as usize],
        );
        self.weights(
            &format!("{name}_r"),
            &[1, 4 * hidden, hidden],
            &parameters[at.r..at.r + gates * shape.hidden],
        );
        let mut biases = parameters[at.b..at.b + gates].to_vec();
        biases.resize(2 * gates, 0.0);
        self.weights(&format!("{name}_b"), &[1, 8 * hidden], &biases);
    }

    fn weights(&mut self, name: &str, dims: &[i64], values: &[f32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(name, dims, pb::tensor_proto::DataType::Float, bytes);
    }

    fn numbers(&mut self, name: &str, values: &[i64]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(name, &[values.len() as i64], pb::tensor_proto::DataType::Int64, bytes);
    }

    fn constant(&mut self, name: &str, dims: &[i64], kind: pb::tensor_proto::DataType, raw_data: Vec<u8>) {
        let (name, dims) = (name.to_owned(), dims.to_vec());
        self.constants.push(pb::TensorProto {
            dims,
            data_type: kind as i32,
            name,
            raw_data,
            ..Default::default()
        });
    }
}

/// Input, weights, recurrence, biases, no lengths, initial state, initial cell.
fn lstm_inputs<'a>(input: &'a str, name: &str) -> [&'a str; 7] {
    match name {
        "encoder" => [input, "encoder_w", "encoder_r", "encoder_b", "", "state", "state"],
        _ => [input, "decoder_w", "decoder_r", "decoder_b", "", "state", "state"],
    }
}

fn whole(name: &str, value: i64) -> pb::AttributeProto {
    let r#type = pb::attribute_proto::AttributeType::Int as i32;
    pb::AttributeProto { name: name.to_owned(), r#type, i: value, ..Default::default() }
}

fn wholes(name: &str, values: &[i64]) -> pb::AttributeProto {
    let r#type = pb::attribute_proto::AttributeType::Ints as i32;
    pb::AttributeProto { name: name.to_owned(), r#type, ints: values.to_vec(), ..Default::default() }
}

/// `[batch, window, 1]`, with an unknown batch size.
fn tensor_info(name: &str, window: i64) -> pb::ValueInfoProto {
    use pb::tensor_shape_proto::{Dimension, dimension::Value};
    let dims = [Value::DimParam("batch".to_owned()), Value::DimValue(window), Value::DimValue(1)];
    let dim = dims.map(|value| Dimension { denotation: String::new(), value: Some(value) }).into();
    let elem_type = pb::tensor_proto::DataType::Float as i32;
    let tensor = pb::type_proto::Tensor { elem_type, shape: Some(pb::TensorShapeProto { dim }) };
    let kind =
        pb::TypeProto { denotation: String::new(), value: Some(pb::type_proto::Value::TensorType(tensor)) };
    pb::ValueInfoProto { name: name.to_owned(), r#type: Some(kind), ..Default::default() }
}
