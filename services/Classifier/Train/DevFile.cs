using TriageMesh.Contracts.Api;

namespace TriageMesh.Classifier.Train;

/// <summary>A file of labelled texts to compare models on.</summary>
public static class DevFile
{
    /// <summary>Reads a file; the set is named for it.</summary>
    /// <exception cref="InputException">The file or a row cannot be used.</exception>
    public static async Task<DevSet> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var texts = await LabelledRows.ReadAsync([path], cancellationToken);
        return new DevSet(
            Path.GetFileNameWithoutExtension(path),
            [.. texts.Select(text => new DevText(text.Text, text.Label, text.Language))]
        );
    }
}
