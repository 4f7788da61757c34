using System.Globalization;

namespace TriageMesh.Load;

/// <summary>Prints the two results side by side.</summary>
internal static class Report
{
    public static void Write(LoadResult mesh, LoadResult floor)
    {
        Line("", "mesh", "floor", "mesh/floor");
        Line("mentions", mesh.Mentions, floor.Mentions, "F0");
        Line("mentions/s end to end", mesh.PerSecond, floor.PerSecond, "F0");
        Line("seconds until the last was accepted", mesh.Accepted.TotalSeconds, floor.Accepted.TotalSeconds, "F1");
        Line("seconds until the last was routed", mesh.Done.TotalSeconds, floor.Done.TotalSeconds, "F1");
        foreach (var (name, share) in ((string, double)[])[("p50", 0.50), ("p95", 0.95), ("p99", 0.99)])
        {
            Line($"accepted to routed, {name} ms", mesh.Percentile(share), floor.Percentile(share), "F0");
        }

        Line("CPU us a mention, all processes", PerMention(mesh), PerMention(floor), "F0");
        foreach (var process in mesh.Cpu.Keys.Union(floor.Cpu.Keys).Order(StringComparer.Ordinal))
        {
            Line(
                $"  {process}, CPU us a mention",
                Micros(mesh, process)?.ToString("F0", CultureInfo.InvariantCulture) ?? "-",
                Micros(floor, process)?.ToString("F0", CultureInfo.InvariantCulture) ?? "-",
                ""
            );
        }
    }

    private static double PerMention(LoadResult result) => result.Cpu.Values.Sum() * 1_000_000 / result.Mentions;

    private static double? Micros(LoadResult result, string process) =>
        result.Cpu.TryGetValue(process, out var seconds) ? seconds * 1_000_000 / result.Mentions : null;

    private static void Line(string what, double mesh, double floor, string format) =>
        Line(
            what,
            mesh.ToString(format, CultureInfo.InvariantCulture),
            floor.ToString(format, CultureInfo.InvariantCulture),
            (mesh / floor).ToString("F2", CultureInfo.InvariantCulture)
        );

    private static void Line(string what, string mesh, string floor, string ratio) =>
        Console.WriteLine($"{what, -38} {mesh, 12} {floor, 12} {ratio, 12}");
}
