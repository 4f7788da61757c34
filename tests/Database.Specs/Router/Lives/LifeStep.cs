namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Time passes, and then one person, or several at once, do something.</summary>
/// <param name="Minutes">How much time passes first.</param>
/// <param name="Outage">Nothing looks at timers after it: they catch up later.</param>
/// <param name="Acts">What is done; more than one at the same moment, on different routers.</param>
/// <param name="Meanwhile">The seconds by which time moves on while it is done, and every timer with it; none, and the timers wait.</param>
internal sealed record LifeStep(int Minutes, bool Outage, IReadOnlyList<LifeAct> Acts, IReadOnlyList<int> Meanwhile)
{
    public override string ToString() =>
        $"+{Minutes} min{(Outage ? ", timers off" : "")}: {string.Join(" | ", Acts.Select(act => $"{act}"))}{Moves()}";

    /// <summary>A random life. The same seed gives the same steps.</summary>
    public static IReadOnlyList<LifeStep> Life(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Any(random))];
    }

    private static LifeStep Any(Random random)
    {
        var minutes = random.Next(10) switch
        {
            < 4 => 0,
            < 8 => random.Next(1, 25),
            8 => random.Next(25, 200),
            _ => random.Next(6) == 0 ? random.Next(1_000, 12_000) : random.Next(200, 600),
        };
        var acts = random.Next(10) < 7 ? 1 : random.Next(2, 5);
        var outage = random.Next(8) == 0;
        return new LifeStep(
            minutes,
            outage,
            [.. Enumerable.Range(0, acts).Select(_ => LifeAct.Any(random))],
            outage || random.Next(3) > 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Seconds(random))]
        );
    }

    /// <summary>Often so little that only what is due at this moment meets the acts, seldom past the next due as well.</summary>
    private static int Seconds(Random random) =>
        random.Next(4) switch
        {
            0 or 1 => 0,
            2 => random.Next(1, 120),
            _ => random.Next(120, 3_600),
        };

    private string Moves() => Meanwhile.Count == 0 ? "" : $" | timers, +{string.Join(" s, +", Meanwhile)} s";
}

/// <summary>One thing that is done. Its numbers choose among whoever and whatever there is at that moment.</summary>
/// <param name="What">The name of the act.</param>
/// <param name="Who">Which person.</param>
/// <param name="On">Which ticket.</param>
/// <param name="Pick">What else there is to choose.</param>
internal sealed record LifeAct(string What, int Who, int On, int Pick)
{
    public override string ToString() => $"{What} who {Who} on {On} pick {Pick}";

    /// <summary>The common ones more often.</summary>
    public static LifeAct Any(Random random)
    {
        var names = LifeActs.Kind(random).Names;
        return new LifeAct(names[random.Next(names.Count)], random.Next(60), random.Next(60), random.Next(10_000));
    }
}
