using System.Globalization;

namespace TriageMesh.Desks;

/// <summary>Prints what a run showed.</summary>
internal static class Report
{
    private const double Megabyte = 1024 * 1024;

    public static void Write(Plan plan, DesksResult result)
    {
        Line("open desks", plan.Desks, "F0");
        Line("changes each second", plan.Rate, "F0");
        Line("changes times desks", result.Wanted, "F0");
        Line("arrived", result.Heard, "F0");
        Line("desks told to look at everything again", result.Resyncs, "F0");
        Line("MB of the process, nobody connected", result.Alone.ResidentBytes / Megabyte, "F1");
        Line("MB, every desk connected", result.Connected.ResidentBytes / Megabyte, "F1");
        Line("MB, after the changes", result.Worked.ResidentBytes / Megabyte, "F1");
        Line("KB an open desk, connected", Each(plan, result.Connected, result.Alone), "F1");
        Line("KB an open desk, after the changes", Each(plan, result.Worked, result.Alone), "F1");
        foreach (var (name, share) in ((string, double)[])[("p50", 0.50), ("p95", 0.95), ("p99", 0.99), ("max", 1)])
        {
            if (result.Late.Length > 0)
            {
                var late = result.Late[(int)Math.Ceiling(result.Late.Length * share) - 1];
                Line($"ms from the bus to the desk, {name}", late, "F1");
            }
        }

        Line("CPU of the process, % of a core", result.CpuSeconds * 100 / (Plan.WarmSeconds + plan.Seconds), "F0");
        Line("CPU us a change and desk", result.CpuSeconds * 1_000_000 / Math.Max(1, result.Heard), "F1");
    }

    private static double Each(Plan plan, Memory with, Memory without) =>
        (with.ResidentBytes - without.ResidentBytes) / 1024.0 / plan.Desks;

    private static void Line(string what, double value, string format) =>
        Console.WriteLine($"{what, -42} {value.ToString(format, CultureInfo.InvariantCulture), 12}");
}
