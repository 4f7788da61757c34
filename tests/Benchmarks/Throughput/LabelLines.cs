using System.Diagnostics;
using System.Globalization;
using System.Text;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts;

namespace TriageMesh.Benchmarks.Throughput;

/// <summary>Does what <c>fasttext predict-prob</c> does: a line in, its label and probability out.</summary>
internal static class LabelLines
{
    public static void Run(string? modelPath, string input)
    {
        var began = Stopwatch.GetTimestamp();
        var model = ModelStore.Read(modelPath ?? ModelStore.ShippedPath);
        var loading = Stopwatch.GetElapsedTime(began);
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
        Span<char> digits = stackalloc char[16];
        foreach (var line in File.ReadLines(input))
        {
            var prediction = model.Classify(line);
            output.Write(prediction.Label.Wire());
            output.Write(' ');
            prediction.Confidence.TryFormat(digits, out var length, "F5", CultureInfo.InvariantCulture);
            output.Write(digits[..length]);
            output.Write('\n');
        }

        output.Flush();
        Console.Error.WriteLine($"loaded {loading.TotalMilliseconds:F0} ms");
    }
}
