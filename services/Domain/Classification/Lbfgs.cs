namespace TriageMesh.Domain.Classification;

/// <summary>Minimises a smooth convex function by the limited-memory BFGS method. Deterministic: one thread, fixed order.</summary>
internal static class Lbfgs
{
    private const int Memory = 7;
    private const int MostHalvings = 30;
    private const double SufficientDecrease = 1e-4;

    /// <summary>Writes the gradient at a point and returns the value there.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Moves <paramref name="point"/> to the minimum; stops when a step gains less than <paramref name="tolerance"/> of the value.</summary>
    /// <returns>The value at the point.</returns>
    public static double Minimise(Objective objective, double[] point, int mostSteps, double tolerance)
    {
        var n = point.Length;
        var history = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        var gradient = new double[n];
        var value = objective(point, gradient);
        var next = new double[n];
        var nextGradient = new double[n];
        for (var step = 0; step < mostSteps; step++)
        {
            var direction = Direction(gradient, history);
            var slope = Dot(direction, gradient);
            if (slope >= 0)
            {
                return value;
            }

            var rate = history.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(gradient, gradient))) : 1;
            var nextValue = value;
            var halvings = 0;
            do
            {
                for (var i = 0; i < n; i++)
                {
                    next[i] = point[i] + (rate * direction[i]);
                }

                nextValue = objective(next, nextGradient);
                rate /= 2;
            } while (nextValue > value + (SufficientDecrease * 2 * rate * slope) && ++halvings < MostHalvings);

            if (!(nextValue < value))
            {
                return value;
            }

            Remember(history, point, gradient, next, nextGradient, direction);
            var gain = value - nextValue;
            value = nextValue;
            next.CopyTo(point, 0);
            (gradient, nextGradient) = (nextGradient, gradient);
            if (gain <= tolerance * Math.Abs(value))
            {
                return value;
            }
        }

        return value;
    }

    private static void Remember(
        LinkedList<(double[] Step, double[] Change, double Curvature)> history,
        double[] point,
        double[] gradient,
        double[] next,
        double[] nextGradient,
        double[] spare
    )
    {
        var change = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            spare[i] = next[i] - point[i];
            change[i] = nextGradient[i] - gradient[i];
        }

        var curvature = Dot(spare, change);
        if (curvature <= 1e-12 * Dot(change, change))
        {
            return;
        }

        history.AddLast((spare, change, curvature));
        if (history.Count > Memory)
        {
            history.RemoveFirst();
        }
    }

    /// <summary>The two-loop recursion: the inverse Hessian as the history knows it, times the gradient, downhill.</summary>
    private static double[] Direction(
        double[] gradient,
        LinkedList<(double[] Step, double[] Change, double Curvature)> history
    )
    {
        var direction = new double[gradient.Length];
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = -gradient[i];
        }

        var factors = new double[history.Count];
        var at = history.Count;
        for (var node = history.Last; node is not null; node = node.Previous)
        {
            var (step, change, curvature) = node.Value;
            factors[--at] = Dot(step, direction) / curvature;
            AddScaled(direction, change, -factors[at]);
        }

        if (history.Last is { } last)
        {
            var scale = last.Value.Curvature / Dot(last.Value.Change, last.Value.Change);
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        foreach (var (step, change, curvature) in history)
        {
            AddScaled(direction, step, factors[at++] - (Dot(change, direction) / curvature));
        }

        return direction;
    }

    // Four sums in a fixed order: the same bits whatever the width of the machine's registers.
    private static double Dot(double[] a, double[] b)
    {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        var i = 0;
        for (; i + 3 < a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            s0 += a[i] * b[i];
        }

        return (s0 + s1) + (s2 + s3);
    }

    private static void AddScaled(double[] to, double[] what, double by)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += by * what[i];
        }
    }
}
