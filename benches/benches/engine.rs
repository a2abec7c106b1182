//! The engine by itself: import, compile, encode and decode, full and incremental recalculation.

use std::hint::black_box;

use benches::edits::edits;
use benches::house::House;
use calc_core::model::Model;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn engine(criterion: &mut Criterion) {
    let house = House::find();
    let workbook = house.import();
    let model = house.compile(&workbook);
    let bytes = model.encode();

    let mut group = criterion.benchmark_group(house.name);
    group.sample_size(20);
    group.bench_function("import", |bencher| bencher.iter(|| house.import()));
    group.bench_function("compile", |bencher| bencher.iter(|| house.compile(black_box(&workbook))));
    group.bench_function("encode", |bencher| bencher.iter(|| model.encode()));
    group.bench_function("decode", |bencher| bencher.iter(|| Model::decode(black_box(&bytes))));

    let mut session = house.session();
    group.bench_function("full recalculation", |bencher| bencher.iter(|| session.recalculate_fully()));

    // One edit after the other through all inputs, each taken back before the next: the mean is that of a mixed day's work.
    let edits = edits(&model);
    let mut next = edits.iter().cycle();
    group.bench_function("one edit", |bencher| {
        bencher.iter_batched(
            || next.next().expect("the model has inputs"),
            |edit| {
                session.set(edit.cell, edit.value.clone()).expect("an input's cell can be set");
                session.recalculate().expect("one edit fits the budget");
                session.reset(edit.cell);
                session.recalculate().expect("one edit fits the budget");
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
