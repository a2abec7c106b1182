//! Series of one kind of formula at two sizes: what doubles must at most double. `growth` prints the larger ones, with memory.

use benches::series::SERIES;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const SIZES: [u32; 2] = [5_000, 10_000];

fn series(criterion: &mut Criterion) {
    for series in SERIES {
        let mut group = criterion.benchmark_group(series.name);
        group.sample_size(20);
        for size in SIZES {
            group.throughput(Throughput::Elements(size.into()));
            let mut session = series.session(size);
            group.bench_function(BenchmarkId::new("full recalculation", size), |bencher| {
                bencher.iter(|| session.recalculate_fully());
            });
            let (cell, mut value) = series.edit(size);
            group.bench_function(BenchmarkId::new("one edit", size), |bencher| {
                bencher.iter(|| {
                    value += 1.0;
                    session.set(cell, value.into()).expect("the cell can be set");
                    session.recalculate().expect("one edit fits the budget");
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, series);
criterion_main!(benches);
