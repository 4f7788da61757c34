using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Models;

/// <summary>Model files on disk.</summary>
public static class ModelStore
{
    /// <summary>The model that ships, beside the program.</summary>
    public static string ShippedPath { get; } = Path.Combine(AppContext.BaseDirectory, "Models", "shipped.tmm");

    /// <exception cref="InputException">There is no such file, or it is no unharmed model.</exception>
    public static ClassificationModel Read(string path) => Read(path, ClassifierOptions.DefaultReviewBelow);

    /// <summary>Reads a model file of ours, or of a kind that an add-on reads.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reviewBelow">Below this confidence a label of an add-on's model needs review; ours bring their own threshold.</param>
    /// <exception cref="InputException">There is no such file, or it is no unharmed model.</exception>
    public static ClassificationModel Read(string path, double reviewBelow)
    {
        try
        {
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && AddOns.Present.Count == 0)
            {
                throw new InputException(
                    $"{path}: ML.NET's model files are read only where Microsoft.ML was built in."
                );
            }

            return AddOns.Present.FirstOrDefault(addOn => addOn.Reads(path)) is { } reader
                ? ClassificationModel.Over(reader.Open(path), reviewBelow)
                : ModelFile.Read(File.ReadAllBytes(path));
        }
        catch (ModelFileException wrong)
        {
            throw new InputException($"{path}: {wrong.Message}", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the model file cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>Writes the whole file or nothing: a reader never meets half a model.</summary>
    public static async Task WriteAsync(ClassificationModel model, string path, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var part = full + ".part";
        await File.WriteAllBytesAsync(part, ModelFile.Write(model), cancellationToken);
        File.Move(part, full, overwrite: true);
    }
}
