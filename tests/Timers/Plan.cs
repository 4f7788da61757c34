namespace TriageMesh.Timers;

/// <summary>What one run does.</summary>
/// <param name="Clocks">Running clocks.</param>
/// <param name="Rate">Clocks that fall due each second.</param>
/// <param name="Seconds">How long lateness and CPU count.</param>
/// <param name="Routers">Router processes.</param>
/// <param name="Kill">Whether one of them is killed halfway.</param>
/// <param name="Ahead">Seconds from the start of writing until the first falls due; 0 reckons.</param>
/// <param name="Warm">Seconds that the processes warm up before lateness and CPU count.</param>
internal sealed record Plan(int Clocks, int Rate, int Seconds, int Routers, bool Kill, int Ahead, int Warm)
{
    /// <summary>From the start of writing clocks until the first falls due.</summary>
    public TimeSpan Lead => TimeSpan.FromSeconds(Ahead > 0 ? Ahead : 20 + (Clocks / 6_000));

    /// <summary>Clocks that fall due while the run watches.</summary>
    public int Due => Math.Min(Clocks, Rate * (Warm + Seconds));

    /// <summary>The first ticket whose lateness counts.</summary>
    public int FirstCounted => Rate * Warm;
}

/// <summary>What one run showed; lateness in milliseconds, ordered.</summary>
/// <param name="Due">Clocks that fell due.</param>
/// <param name="HeardOnce">Steps whose event was received.</param>
/// <param name="Heard">From the due instant until the step's event was received from the broker.</param>
/// <param name="Decided">From the due instant until a router had the clock in hand.</param>
/// <param name="Steps">Steps on record.</param>
/// <param name="Twice">Steps with more than one event.</param>
/// <param name="Early">Steps that took effect before their time.</param>
/// <param name="HeardTwice">Events that the broker carried again after the kill; consumers tolerate them.</param>
/// <param name="Took">From the first due instant to the last step heard.</param>
/// <param name="Cpu">CPU microseconds a step by process, once warm.</param>
internal sealed record FiringResult(
    int Due,
    int HeardOnce,
    double[] Heard,
    double[] Decided,
    long Steps,
    long Twice,
    long Early,
    int HeardTwice,
    TimeSpan Took,
    IReadOnlyDictionary<string, double> Cpu
)
{
    public bool IsExact => Steps == Due && Twice == 0 && Early == 0 && HeardOnce == Due;
}
