using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Models;

/// <summary>Model files on disk.</summary>
public static class ModelStore
{
    /// <summary>The model that ships, beside the program.</summary>
    public static string ShippedPath { get; } = Path.Combine(AppContext.BaseDirectory, "Models", "shipped.tmm");

    /// <exception cref="InputException">There is no such file, or it is no unharmed model.</exception>
    public static ClassificationModel Read(string path)
    {
        try
        {
            return ModelFile.Read(File.ReadAllBytes(path));
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
