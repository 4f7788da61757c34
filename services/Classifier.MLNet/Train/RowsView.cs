using Microsoft.ML;
using Microsoft.ML.Data;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.MLNet.Train;

/// <summary>Our training rows as ML.NET reads them.</summary>
internal static class RowsView
{
    /// <summary>The rows whose weight is above zero, kept in memory: a trainer passes over them many times.</summary>
    public static IDataView Of(MLContext mlContext, TrainingRows rows, double[] rowWeights, out int count)
    {
        var vectors = new List<VectorRow>(rowWeights.Length);
        for (var row = 0; row < rowWeights.Length; row++)
        {
            if (rowWeights[row] > 0)
            {
                vectors.Add(
                    new VectorRow
                    {
                        Features = Vector(rows.Columns, rows.ColumnsOf(row), rows.ValuesOf(row)),
                        // Counted from 0 here; ML.NET itself counts keys from 1.
                        Label = (uint)rows.Texts[row].Label,
                        Weight = (float)rowWeights[row],
                    }
                );
            }
        }

        count = vectors.Count;
        var schema = SchemaDefinition.Create(typeof(VectorRow));
        schema[nameof(VectorRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Columns);
        schema[nameof(VectorRow.Label)].ColumnType = new KeyDataViewType(typeof(uint), Enum.GetValues<Label>().Length);
        return mlContext.Data.LoadFromEnumerable(vectors, schema);
    }

    private static VBuffer<float> Vector(int length, ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        // It wants its indices in order.
        var indices = columns.ToArray();
        var sorted = values.ToArray();
        Array.Sort(indices, sorted);
        return new VBuffer<float>(length, sorted.Length, sorted, indices);
    }
}

internal sealed class VectorRow
{
    [VectorType]
    public VBuffer<float> Features { get; set; }

    public uint Label { get; set; }

    public float Weight { get; set; }
}
