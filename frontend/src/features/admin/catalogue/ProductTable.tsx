import { civilDay, formatCivilDay, formatCop } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { standingOf, stepOf, type Product } from './products.ts';
import { catalogueTexts } from './texts.ts';

interface ProductTableProps {
  label: string;
  products: readonly Product[];
  chosen: string | undefined;
  onEdit: (product: Product) => void;
}

export function ProductTable({ label, products, chosen, onEdit }: ProductTableProps) {
  const t = useTexts(catalogueTexts);
  const today = civilDay(useNow(60_000));
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col" className={tableLook.num}>
            {t.step}
          </th>
          <th scope="col">{t.name}</th>
          <th scope="col" className={tableLook.num}>
            {t.price}
          </th>
          <th scope="col">{t.sim}</th>
          <th scope="col">{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {products.map((product) => (
          <tr key={product.id} className={product.id === chosen ? tableLook.selected : undefined}>
            <td className={tableLook.num}>{stepOf(products, product, today)}</td>
            <th scope="row">
              <Button variant="quiet" aria-label={t.open(product.name)} onClick={() => onEdit(product)}>
                {product.name}
              </Button>
            </th>
            <td className={tableLook.num}>{formatCop(product.price_cop)}</td>
            <td>{t.sims[product.sim ?? 'never']}</td>
            <td>
              <Standing product={product} today={today} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Standing({ product, today }: { product: Product; today: string }) {
  const t = useTexts(catalogueTexts);
  switch (standingOf(product, today)) {
    case 'onSale':
      return <Status shape="ok">{t.onSale}</Status>;
    case 'soon':
      return <Status shape="wait">{t.soon(formatCivilDay(product.active_from ?? ''))}</Status>;
    case 'ended':
      return <Status shape="off">{t.ended(formatCivilDay(product.active_until ?? ''))}</Status>;
    case 'off':
      return <Status shape="off">{t.off}</Status>;
  }
}
