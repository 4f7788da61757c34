namespace TriageMesh.Domain;

/// <summary>A definition that a person wrote cannot be used; every mistake is named by the field that holds it.</summary>
public abstract class DefinitionException : Exception
{
    protected DefinitionException(string what, IReadOnlyDictionary<string, string[]> errors)
        : base(
            $"{what}: {string.Join(" ", errors.SelectMany(field => field.Value.Select(text => $"{field.Key}: {text}")))}"
        )
    {
        Errors = errors;
    }

    /// <summary>Field name to messages, ready for a validation problem.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }
}
