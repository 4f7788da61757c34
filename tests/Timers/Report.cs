using System.Globalization;

namespace TriageMesh.Timers;

/// <summary>Prints what a run showed.</summary>
internal static class Report
{
    public static void Write(Plan plan, FiringResult result)
    {
        Line("running clocks", plan.Clocks, "F0");
        Line("due each second", plan.Rate, "F0");
        Line("routers, one killed halfway: " + (plan.Kill ? "yes" : "no"), plan.Routers, "F0");
        Line("clocks that fell due", result.Due, "F0");
        Line("steps on record", result.Steps, "F0");
        Line("steps that took effect twice", result.Twice, "F0");
        Line("steps before their time", result.Early, "F0");
        Line("events heard again after the kill", result.HeardTwice, "F0");
        Line("fires/s, first due to last heard", result.HeardOnce / result.Took.TotalSeconds, "F0");
        Lateness("in hand", result.Decided);
        Lateness("heard from the broker", result.Heard);
        Cpu("step", result.Cpu);
    }

    public static void Write(TimeSpan recomputed) =>
        Line("s to count a million due dates anew", recomputed.TotalSeconds, "F2");

    public static void Write(QuartzResult quartz)
    {
        Console.WriteLine();
        Line("Quartz.NET: triggers", quartz.Triggers, "F0");
        Line("due each second", quartz.Rate, "F0");
        Line("triggers written each second", quartz.WrittenPerSecond, "F0");
        Line("fired", quartz.Fired, "F0");
        Line("fires/s, first due to last fired", quartz.Fired / quartz.Took.TotalSeconds, "F0");
        Lateness("committed", quartz.Late);
        Cpu("fire", quartz.Cpu);
    }

    public static void Write(SweepResult sweep)
    {
        Console.WriteLine();
        Line("bare sweep: rows", sweep.Rows, "F0");
        Line("due each second", sweep.Rate, "F0");
        Line("marked", sweep.Late.Length, "F0");
        Lateness("marked and committed", sweep.Late);
        Cpu("row", sweep.Cpu);
    }

    private static void Cpu(string of, IReadOnlyDictionary<string, double> spent)
    {
        foreach (var (process, microseconds) in spent)
        {
            Line($"CPU us a {of}, {process}", microseconds, "F0");
        }

        Line($"CPU us a {of}, all", spent.Values.Sum(), "F0");
    }

    private static void Lateness(string until, double[] late)
    {
        if (late.Length == 0)
        {
            return;
        }

        foreach (var (name, share) in ((string, double)[])[("p50", 0.50), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)])
        {
            Line($"ms late until {until}, {name}", late[(int)Math.Ceiling(late.Length * share) - 1], "F1");
        }
    }

    private static void Line(string what, double value, string format) =>
        Console.WriteLine($"{what, -42} {value.ToString(format, CultureInfo.InvariantCulture), 12}");
}
