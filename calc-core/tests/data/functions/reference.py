"""Writes reference.tsv: values of special functions, computed with mpmath to 40 digits and rounded to the nearest double.

    python3 -m venv env && env/bin/pip install mpmath && env/bin/python reference.py > reference.tsv

mpmath is under the three-clause BSD licence; the numbers that it computes are facts and carry none. A line is a formula in Excel's
terms, a tab, and the value. Arguments are taken as the doubles that their texts read as.
"""

from itertools import count

from mpmath import mp, mpf, erf, erfc, exp, gamma, gammainc, betainc, beta, loggamma, log, pi, quad, sqrt, binomial, expm1, fsum

mp.dps = 40


def f(x):
    """The double that a text reads as, exactly."""
    return mpf(float(x))


def out(formula, value):
    print(f"{formula}\t{float(value)!r}")


# Beyond these mpmath's own sums take too long: there its numbers are summed by the textbook's series and fraction.
LARGE = 200


def lower_gamma(a, x):
    if a < LARGE:
        return gammainc(a, 0, x, regularized=True)
    return gamma_series(a, x) if x < a + 1 else 1 - gamma_fraction(a, x)


def upper_gamma(a, x):
    if a < LARGE:
        return gammainc(a, x, regularized=True)
    return 1 - gamma_series(a, x) if x < a + 1 else gamma_fraction(a, x)


def gamma_series(a, x):
    term = total = mpf(1)
    step = 0
    while term > total * mp.eps:
        step += 1
        term *= x / (a + step)
        total += term
    return total * exp(a * log(x) - x - loggamma(a + 1))


def lentz(b, terms):
    """b + a1 / (b1 + a2 / (b2 + ...))"""
    value = c = b
    d = mpf(0)
    for above, below in terms:
        d = 1 / (below + above * d)
        c = below + above / c
        value *= c * d
        if abs(c * d - 1) < mp.eps * 4:
            return value


def gamma_fraction(a, x):
    terms = ((-step * (step - a), x + 2 * step + 1 - a) for step in count(1))
    return exp(a * log(x) - x - loggamma(a)) / lentz(x + 1 - a, terms)


def lower_beta(a, b, x):
    if x >= 1:
        return mpf(1)
    if a + b < LARGE:
        return betainc(a, b, 0, x, regularized=True)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_fraction(b, a, 1 - x)
    return beta_fraction(a, b, x)


def beta_fraction(a, b, x):
    def terms():
        for m in count(0):
            yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), mpf(1)
            m += 1
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), mpf(1)

    return x**a * (1 - x) ** b / (a * beta(a, b)) / lentz(mpf(1), terms())


for a, b, x in [(150, 30, 0.8), (150.5, 30, 0.9), (20, 90, 0.1)]:
    a, b, x = mpf(a), mpf(b), mpf(x)
    assert abs(betainc(a, b, 0, x, regularized=True) / beta_fraction(a, b, x) - 1) < 1e-30 or x > (a + 1) / (a + b + 2)
    assert abs(gammainc(a, 0, a * x, regularized=True) / gamma_series(a, a * x) - 1) < 1e-30
    assert abs(gammainc(a, a / x + 1, regularized=True) / gamma_fraction(a, a / x + 1) - 1) < 1e-30


def inverse(of, p, low, high):
    """Where a rising function reaches p, by halving, geometrically while the bounds are positive and far apart."""
    for _ in range(400):
        middle = sqrt(low * high) if low > 0 and high > 4 * low else (low + high) / 2
        if of(middle) < p:
            low = middle
        else:
            high = middle
        if abs(high - low) < abs(high) * mpf(10) ** -22:
            break
    return (low + high) / 2


def normal(z):
    return erfc(-z / sqrt(2)) / 2


def density(z):
    return exp(-z * z / 2) / sqrt(2 * pi)


Z = ["-37.5", "-20", "-8.3", "-5", "-3.1", "-1.7", "-1", "-0.5", "-0.01", "-1e-8", "0", "1e-12", "0.3", "0.9", "1.5", "2.2", "4", "8"]
P = ["1e-300", "1e-100", "1e-20", "1e-9", "1e-5", "0.001", "0.02", "0.1", "0.3", "0.4999999", "0.5", "0.5000001", "0.6", "0.75", "0.9",
     "0.99", "0.9999", "0.9999999", "0.999999999999"]
MIDDLE_P = [p for p in P if float(p) >= 1e-20]

for z in Z:
    out(f"=NORM.S.DIST({z},TRUE)", normal(f(z)))
    out(f"=NORM.S.DIST({z},FALSE)", density(f(z)))
    out(f"=NORM.DIST({z},0.25,1.5,TRUE)", normal((f(z) - f("0.25")) / f("1.5")))
for z in Z[5:]:
    out(f"=GAUSS({z})", erf(f(z) / sqrt(2)) / 2)
    out(f"=ERF({z})", erf(f(z)))
for x in ["0", "1e-10", "0.1", "0.4", "0.5", "0.84375", "1", "1.24", "2", "3.5", "6", "10", "20", "26"]:
    out(f"=ERFC({x})", erfc(f(x)))
for p in P:
    at = f(p)
    out(f"=NORM.S.INV({p})", mpf(0) if at == 0.5 else inverse(normal, at, mpf(-40), mpf(40)))
for x, m, s in [("1e-30", "0", "1"), ("0.5", "0.2", "0.7"), ("1", "3", "2"), ("4", "3.5", "1.2"), ("1e6", "2", "3")]:
    out(f"=LOGNORM.DIST({x},{m},{s},TRUE)", normal((log(f(x)) - f(m)) / f(s)))
    out(f"=LOGNORM.DIST({x},{m},{s},FALSE)", density((log(f(x)) - f(m)) / f(s)) / f(s) / f(x))

for x in ["-170.3", "-99.5", "-20.1", "-3.7", "-2.5", "-0.5", "-1e-5", "1e-300", "1e-10", "0.1", "0.5", "1", "1.4616", "2", "3.3", "10", "25.5",
          "60", "100.1", "150", "171.5"]:
    out(f"=GAMMA({x})", gamma(f(x)))
for x in ["1e-300", "1e-5", "0.1", "0.5", "0.9999", "1.0001", "1.5", "1.9999", "2.0001", "3", "10.5", "100", "1e4", "1e10", "1e100", "1e300"]:
    out(f"=GAMMALN({x})", loggamma(f(x)))

SHAPES = ["0.01", "0.5", "1", "2.5", "10", "37.2", "150", "1000", "20000", "1000000"]
for a in SHAPES:
    for part in ["0.001", "0.1", "0.5", "0.9", "1", "1.1", "2", "5"]:
        x = float(f(a) * f(part))
        lower = lower_gamma(f(a), f(x)) if float(a) < 1e5 else 0
        if lower > mpf(10) ** -290:
            out(f"=GAMMA.DIST({x!r},{a},1,TRUE)", lower)
        thin = exp((f(a) - 1) * log(f(x)) - f(x) - loggamma(f(a)))
        if thin > mpf(10) ** -290:
            out(f"=GAMMA.DIST({x!r},{a},1,FALSE)", thin)
for n in ["1", "2", "3", "10", "55", "300", "20000"]:
    for part in ["0.01", "0.4", "1", "1.7", "4"]:
        x = float(f(n) * f(part))
        lower, upper = lower_gamma(f(n) / 2, f(x) / 2), upper_gamma(f(n) / 2, f(x) / 2)
        if lower > mpf(10) ** -290:
            out(f"=CHISQ.DIST({x!r},{n},TRUE)", lower)
        if upper > mpf(10) ** -290:
            out(f"=CHISQ.DIST.RT({x!r},{n})", upper)
for n in ["1", "3", "20", "500"]:
    for p in MIDDLE_P:
        at = f(p)
        bound = f(n) * 10 + 400
        out(f"=CHISQ.INV({p},{n})", 2 * inverse(lambda x: lower_gamma(f(n) / 2, x), at, mpf(10) ** -45, bound))
        out(f"=CHISQ.INV.RT({p},{n})", 2 * inverse(lambda x: -upper_gamma(f(n) / 2, x), -at, mpf(10) ** -45, bound))
for a in ["0.3", "2.5", "40"]:
    for p in MIDDLE_P[1:]:
        out(f"=GAMMA.INV({p},{a},2)", 2 * inverse(lambda x: lower_gamma(f(a), x), f(p), mpf(10) ** -80, f(a) * 10 + 400))

for a, b in [("0.1", "0.3"), ("0.5", "0.5"), ("1", "3"), ("2", "5.5"), ("8", "10"), ("50", "3"), ("300", "400"), ("5000", "90"), ("1e5", "1e5")]:
    for x in ["1e-10", "0.001", "0.1", "0.35", "0.5", "0.51", "0.8", "0.98", "0.9999999"]:
        lower = lower_beta(f(a), f(b), f(x))
        if lower > mpf(10) ** -290:
            out(f"=BETA.DIST({x},{a},{b},TRUE)", lower)
        thin = f(x) ** (f(a) - 1) * (1 - f(x)) ** (f(b) - 1) / beta(f(a), f(b))
        if thin > mpf(10) ** -290:
            out(f"=BETA.DIST({x},{a},{b},FALSE)", thin)
for a, b in [("0.5", "0.5"), ("2", "5.5"), ("50", "3"), ("300", "400")]:
    for p in MIDDLE_P[1:]:
        at = f(p)
        if at <= 0.5:
            value = inverse(lambda x: lower_beta(f(a), f(b), x), at, mpf(10) ** -60, mpf(1))
        else:
            value = 1 - inverse(lambda y: lower_beta(f(b), f(a), y), 1 - at, mpf(10) ** -60, mpf(1))
        out(f"=BETA.INV({p},{a},{b})", value)


def f_lower(x, m, n):
    return lower_beta(m / 2, n / 2, m * x / (m * x + n))


def f_upper(x, m, n):
    return lower_beta(n / 2, m / 2, n / (m * x + n))


FREEDOM = [("1", "1"), ("2", "7"), ("5", "12"), ("40", "3"), ("200", "350"), ("10000", "20000")]
for m, n in FREEDOM:
    for x in ["1e-8", "0.01", "0.5", "0.97", "1", "1.03", "2.5", "30", "1e6"]:
        m_, n_, x_ = f(m), f(n), f(x)
        for name, value in [("F.DIST({},{},{},TRUE)", f_lower(x_, m_, n_)), ("F.DIST.RT({},{},{})", f_upper(x_, m_, n_))]:
            if value > mpf(10) ** -290:
                out("=" + name.format(x, m, n), value)
        thin = (m_ / n_) ** (m_ / 2) * x_ ** (m_ / 2 - 1) * (1 + m_ * x_ / n_) ** (-(m_ + n_) / 2) / beta(m_ / 2, n_ / 2)
        if thin > mpf(10) ** -290:
            out(f"=F.DIST({x},{m},{n},FALSE)", thin)
for m, n in FREEDOM[:5]:
    for p in ["1e-8", "0.001", "0.1", "0.5", "0.9", "0.999", "0.9999999"]:
        out(f"=F.INV({p},{m},{n})", inverse(lambda x: f_lower(x, f(m), f(n)), f(p), mpf(10) ** -40, mpf(10) ** 20))
        out(f"=F.INV.RT({p},{m},{n})", inverse(lambda x: -f_upper(x, f(m), f(n)), -f(p), mpf(10) ** -40, mpf(10) ** 20))


def t_density(x, n):
    return (1 + x**2 / n) ** (-(n + 1) / 2) / sqrt(n) / beta(n / 2, mpf(1) / 2)


def t_tail(x, n):
    """Beyond x, which is not below 0."""
    if n > 1000:
        return quad(lambda at: t_density(at, n), [x, x + 0.5, x + 1, x + 2, x + 4, x + 8, x + 16, x + 40]) if x < 45 else mpf(0)
    return lower_beta(n / 2, mpf(1) / 2, n / (n + x * x)) / 2


for n in ["1", "2", "5", "30", "400", "100000", "900000000"]:
    for x in ["0", "1e-9", "0.1", "0.7", "1", "2", "5", "40", "1e5"]:
        tail = t_tail(f(x), f(n))
        if tail > mpf(10) ** -290:
            out(f"=T.DIST.RT({x},{n})", tail)
            out(f"=T.DIST.2T({x},{n})", 2 * tail)
            out(f"=T.DIST(-{x},{n},TRUE)", tail)
        out(f"=T.DIST({x},{n},TRUE)", 1 - tail)
        thin = t_density(f(x), f(n))
        if thin > mpf(10) ** -290:
            out(f"=T.DIST({x},{n},FALSE)", thin)
for n in ["1", "2", "5", "30", "400"]:
    for p in ["1e-20", "1e-9", "0.001", "0.1", "0.4", "0.4999999"]:
        high = mpf(10) ** 25
        at = inverse(lambda x: -t_tail(x, f(n)), -f(p), mpf(10) ** -30, high)
        out(f"=T.INV({p},{n})", -at)
        out(f"=T.INV.2T({p},{n})", inverse(lambda x: -2 * t_tail(x, f(n)), -f(p), mpf(10) ** -30, high))
    for p in ["0.5000001", "0.7", "0.99", "0.99999999"]:
        out(f"=T.INV({p},{n})", inverse(lambda x: -t_tail(x, f(n)), f(p) - 1, mpf(10) ** -30, mpf(10) ** 25))


def binomial_of(k, n, p):
    return binomial(n, k) * p**k * (1 - p) ** (n - k)


for n, p in [(1, "0.5"), (10, "0.02"), (25, "0.3"), (400, "0.77"), (10000, "0.001"), (1000000, "0.4")]:
    middle = int(n * float(p))
    for k in sorted({0, 1, middle // 2, max(middle - 1, 0), middle, min(middle + 3, n), n - 1, n}):
        thin = binomial_of(k, n, f(p))
        if thin > mpf(10) ** -290:
            out(f"=BINOM.DIST({k},{n},{p},FALSE)", thin)
        lower = 1 - lower_beta(mpf(k + 1), mpf(n - k), f(p)) if k < n else mpf(1)
        if n <= 10000 and lower > mpf(10) ** -40:
            out(f"=BINOM.DIST({k},{n},{p},TRUE)", lower)
for mean in ["0.001", "0.7", "5", "88.5", "3000", "1000000"]:
    middle = int(float(mean))
    for k in sorted({0, 1, middle // 2, middle, middle + 2, middle * 2 + 5}):
        thin = exp(k * log(f(mean)) - f(mean) - loggamma(mpf(k + 1)))
        if thin > mpf(10) ** -290:
            out(f"=POISSON.DIST({k},{mean},FALSE)", thin)
        lower = upper_gamma(mpf(k + 1), f(mean))
        if lower > mpf(10) ** -290:
            out(f"=POISSON.DIST({k},{mean},TRUE)", lower)
for k, n, m, size in [(0, 1, 1, 2), (1, 4, 8, 20), (3, 10, 50, 200), (40, 100, 400, 1000), (250, 1000, 5000, 20000), (0, 500, 100, 100000)]:
    thin = lambda k: binomial(m, k) * binomial(size - m, n - k) / binomial(size, n)
    out(f"=HYPGEOM.DIST({k},{n},{m},{size},FALSE)", thin(k))
    out(f"=HYPGEOM.DIST({k},{n},{m},{size},TRUE)", fsum(thin(at) for at in range(max(0, n + m - size), k + 1)))
for k, n, p in [(0, 1, "0.3"), (3, 4, "0.25"), (10, 5, "0.25"), (200, 100, "0.3"), (5000, 2000, "0.2")]:
    out(f"=NEGBINOM.DIST({k},{n},{p},FALSE)", binomial(k + n - 1, n - 1) * f(p) ** n * (1 - f(p)) ** k)
    out(f"=NEGBINOM.DIST({k},{n},{p},TRUE)", lower_beta(mpf(n), mpf(k + 1), f(p)))
for x, a, b in [("1e-9", "2", "3"), ("0.4", "0.5", "1"), ("105", "20", "100"), ("7", "1", "2"), ("30", "5", "31")]:
    power = (f(x) / f(b)) ** f(a)
    out(f"=WEIBULL.DIST({x},{a},{b},TRUE)", -expm1(-power))
    out(f"=WEIBULL.DIST({x},{a},{b},FALSE)", f(a) / f(b) * (f(x) / f(b)) ** (f(a) - 1) * exp(-power))
for x, rate in [("1e-12", "1"), ("0.2", "10"), ("3", "0.1"), ("40", "8")]:
    out(f"=EXPON.DIST({x},{rate},TRUE)", -expm1(-f(x) * f(rate)))
    out(f"=EXPON.DIST({x},{rate},FALSE)", f(rate) * exp(-f(x) * f(rate)))
for p, mean, spread in [("1e-12", "0", "2"), ("0.3", "5", "2"), ("0.5000001", "0", "1"), ("0.975", "-3", "0.01"), ("0.999999999", "40", "15")]:
    place = inverse(normal, f(p), mpf(-40), mpf(40))
    out(f"=NORM.INV({p},{mean},{spread})", f(mean) + f(spread) * place)
    out(f"=LOGNORM.INV({p},{mean},{spread})", exp(f(mean) + f(spread) * place))
for alpha, spread, size in [("0.05", "2.5", 50), ("1e-9", "1", 7), ("0.5", "100", 2)]:
    root = inverse(lambda x: -normal(-x), -f(alpha) / 2, mpf(0), mpf(40))
    out(f"=CONFIDENCE.NORM({alpha},{spread},{size})", root * f(spread) / sqrt(mpf(size)))
for x in ["-20", "-1.5", "0", "0.75", "37"]:
    out(f"=PHI({x})", exp(-(f(x) ** 2) / 2) / sqrt(2 * pi))
for x in ["-0.999999", "1e-9", "0.5", "0.9"]:
    out(f"=FISHER({x})", (log(1 + f(x)) - log(1 - f(x))) / 2)
for y in ["-3", "1e-9", "0.6", "12"]:
    out(f"=FISHERINV({y})", expm1(2 * f(y)) / (exp(2 * f(y)) + 1))
for n, p, least, most in [(60, "0.75", 45, 50), (10, "0.5", 0, 10), (400, "0.77", 280, 300)]:
    out(f"=BINOM.DIST.RANGE({n},{p},{least},{most})", fsum(binomial_of(k, n, f(p)) for k in range(least, most + 1)))
