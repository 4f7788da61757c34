namespace TriageMesh.Desks;

/// <summary>What one run does.</summary>
internal sealed record Plan(int Desks, int Rate, int Seconds)
{
    /// <summary>The first seconds warm the process up: they count as heard and not as late.</summary>
    public const int WarmSeconds = 5;

    public int Changes => Rate * (WarmSeconds + Seconds);

    public int FirstCounted => Rate * WarmSeconds;
}

/// <summary>What one run showed.</summary>
/// <param name="Wanted">Changes times desks.</param>
/// <param name="Heard">Changes that arrived at a desk.</param>
/// <param name="Late">From the publishing of a change until a desk had read it, in milliseconds, ordered.</param>
/// <param name="Resyncs">Desks that were told to look at everything again.</param>
/// <param name="Alone">Memory of the process while nobody was connected.</param>
/// <param name="Connected">Memory with every desk connected and nothing happening.</param>
/// <param name="Worked">Memory after the changes.</param>
/// <param name="CpuSeconds">CPU of the desk process while changes came.</param>
internal sealed record DesksResult(
    long Wanted,
    long Heard,
    double[] Late,
    int Resyncs,
    Memory Alone,
    Memory Connected,
    Memory Worked,
    double CpuSeconds
)
{
    public bool IsWhole => Heard == Wanted && Resyncs == 0;
}
