using System.Globalization;

namespace TriageMesh.Scale;

/// <summary>The lines that are printed: what a repeated act took, in milliseconds.</summary>
internal static class Figures
{
    public static void Head(string what) =>
        Console.WriteLine($"{what, -52} {"p50", 8} {"p90", 8} {"p95", 8} {"p99", 8} {"max", 8} {"n", 5}");

    public static void Write(string name, IEnumerable<double> took)
    {
        var ordered = took.Order().ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -52} {At(ordered, 0.5), 8:F1} {At(ordered, 0.9), 8:F1} {At(ordered, 0.95), 8:F1} {At(ordered, 0.99), 8:F1} {ordered[^1], 8:F1} {ordered.Length, 5}"
            )
        );
    }

    public static async Task WriteLoadAsync(string when, CancellationToken cancellationToken) =>
        Console.WriteLine(
            $"load {when}: {(File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Trim() : "unknown")}"
        );

    private static double At(double[] ordered, double share) => ordered[(int)Math.Ceiling(ordered.Length * share) - 1];
}
