using System.Diagnostics;
using System.Text;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts;

namespace TriageMesh.Benchmarks.Throughput;

/// <summary>Does what <c>fasttext predict-prob</c> does: a line in, its label and probability out.</summary>
internal static class LabelLines
{
    private const int BufferSize = 1 << 16;

    public static void Run(string? modelPath, string input)
    {
        var began = Stopwatch.GetTimestamp();
        var model = ModelStore.Read(modelPath ?? ModelStore.ShippedPath);
        var loading = Stopwatch.GetElapsedTime(began);
        using var lines = new StreamReader(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, BufferSize);
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), BufferSize);
        while (lines.ReadLine() is { } line)
        {
            var prediction = model.Classify(line);
            output.Write(prediction.Label.Wire());
            Write(prediction.Confidence, output);
        }

        output.Flush();
        Console.Error.WriteLine($"loaded {loading.TotalMilliseconds:F0} ms");
    }

    /// <summary>A space, five decimals and the end of the line.</summary>
    private static void Write(double probability, StreamWriter output)
    {
        Span<char> digits = [' ', '0', '.', '0', '0', '0', '0', '0', '\n'];
        var rest = (int)Math.Round(probability * 100_000);
        digits[1] += (char)(rest / 100_000);
        for (var at = 7; at > 2; at--)
        {
            digits[at] += (char)(rest % 10);
            rest /= 10;
        }

        output.Write(digits);
    }
}
